import Records
import Storage
import Testing

/// A log whose tail segment is damaged at every byte is opened without a clean marker.
@Suite struct TornTailTests {
    /// Three segments with batches of several sizes and three epochs.
    private struct Sample {
        let files: [String: [UInt8]]
        let written: [WrittenBatch]
        let tailPath: String
        /// Batches of the tail segment, with their positions in it.
        let tail: [(batch: WrittenBatch, position: Int)]
        let settings: LogSettings

        init() throws {
            var settings = LogSettings()
            settings.segmentBytes = 1700
            settings.indexIntervalBytes = 200
            self.settings = settings
            let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
            let batches = try TestBatches.assortment(count: 26, bytesMax: 160, seed: 5)
            for (index, bytes) in batches.enumerated() {
                try driver.append(bytes, epoch: LeaderEpoch(Int32(index / 8)))
            }
            driver.drain()
            let disk = try #require(driver.disk as? FaultyDisk)
            files = disk.files
            written = driver.written
            let base = try #require(driver.log.segments.last).baseOffset
            tailPath = LogDriver.directory + "/" + SegmentNames.stem(base) + ".log"
            var position = 0
            var tail: [(batch: WrittenBatch, position: Int)] = []
            for batch in driver.written where batch.base >= base {
                tail.append((batch, position))
                position += batch.bytes.count
            }
            self.tail = tail
            try #require(driver.log.segments.count >= 3)
            try #require(tail.count >= 4, "\(tail.count)")
        }

        var tailBytes: [UInt8] { tail.flatMap(\.batch.bytes) }

        func disk(tail: [UInt8]) -> FaultyDisk {
            var files = files
            files[tailPath] = tail
            return FaultyDisk(files: files)
        }

        /// The bytes of all segments before the tail.
        var headBytes: [UInt8] {
            written.prefix(written.count - tail.count).flatMap(\.bytes)
        }
    }

    /// Opens the disk, expects `tailBytes` of the tail segment to stand and the rest to be cut,
    /// opens it again, appends, and opens it once more.
    private func check(
        _ sample: Sample, tail damaged: [UInt8], standing count: Int, _ what: String
    ) throws {
        let expected = sample.headBytes + damaged.prefix(count)
        let driver = try LogDriver(
            disk: sample.disk(tail: damaged), settings: sample.settings)
        try #require(driver.report.truncatedBytes == damaged.count - count, "\(what)")
        try #require(driver.report.removedSegments == 0, "\(what)")
        try #require(try driver.readAll() == expected, "\(what)")

        let again = try LogDriver(disk: driver.disk, settings: sample.settings)
        try #require(again.report.truncatedBytes == 0, "\(what)")
        try #require(again.log.logEnd == driver.log.logEnd, "\(what)")
        let epoch = try #require(again.log.lastEpoch)
        let result = try again.append(try Self.newBatch.get(), epoch: epoch)
        try #require(result.baseOffset == driver.log.logEnd, "\(what)")
        again.drain()
        let all = expected + (again.written.last?.bytes ?? [])
        try #require(try again.readAll() == all, "\(what)")

        let last = try LogDriver(disk: again.disk, settings: sample.settings)
        try #require(last.report.truncatedBytes == 0, "\(what)")
        try #require(try last.readAll() == all, "\(what)")
    }

    private static let newBatch = Result {
        try TestBatches.encode([TestRecord(value: Array("after the crash".utf8))])
    }

    @Test func truncationAtEveryByteKeepsEveryWholeBatch() throws {
        let sample = try Sample()
        let bytes = sample.tailBytes
        for cut in 0...bytes.count {
            let standing = sample.tail.map { $0.position + $0.batch.bytes.count }
                .last { $0 <= cut }
            try check(sample, tail: Array(bytes[..<cut]), standing: standing ?? 0, "cut at \(cut)")
        }
    }

    enum Damage: CaseIterable { case flip, zero, random }

    @Test(arguments: Damage.allCases)
    func corruptionOfEveryByteKeepsEveryBatchBeforeIt(_ damage: Damage) throws {
        let sample = try Sample()
        var random = SeededRandom(11)
        for entry in sample.tail {
            for byte in entry.batch.bytes.indices {
                var bytes = sample.tailBytes
                let place = entry.position + byte
                switch damage {
                case .flip: bytes[place] ^= 1 << UInt8(random.below(8))
                case .zero: bytes[place] = 0
                case .random: bytes[place] = random.byte()
                }
                guard bytes != sample.tailBytes else { continue }
                var standing = entry.position
                if (BatchLayout.partitionLeaderEpoch..<BatchLayout.magic).contains(byte) {
                    standing = Self.standing(after: bytes, sample)
                }
                try check(sample, tail: bytes, standing: standing, "\(damage) at \(place)")
            }
        }
    }

    /// How far batches stand when an epoch was damaged. It lies outside the
    /// checksum, so that only an epoch that falls gives the damage away.
    private static func standing(after bytes: [UInt8], _ sample: Sample) -> Int {
        var epoch = sample.written[sample.written.count - sample.tail.count - 1].epoch
        for entry in sample.tail {
            let found = bytes[entry.position...].withUnsafeBytes { raw in
                raw.baseAddress.map { BatchHeader(at: $0).leaderEpoch } ?? epoch
            }
            if found < epoch { return entry.position }
            epoch = found
        }
        return bytes.count
    }

    @Test func damageInAnEarlierSegmentRemovesTheLaterOnes() throws {
        let sample = try Sample()
        let first = LogDriver.directory + "/" + SegmentNames.stem(.zero) + ".log"
        var files = sample.files
        files[first]?[sample.written[0].bytes.count + 70] ^= 1
        let driver = try LogDriver(disk: FaultyDisk(files: files), settings: sample.settings)
        #expect(driver.report.removedSegments == driver.log.segments.count + 1)
        #expect(driver.log.logEnd == sample.written[0].next)
        #expect(try driver.readAll() == sample.written[0].bytes)
        let again = try LogDriver(disk: driver.disk, settings: sample.settings)
        #expect(again.report.removedSegments == 0)
        #expect(again.log.logEnd == sample.written[0].next)
    }

    @Test func missingMiddleSegmentRemovesTheLaterOnes() throws {
        let sample = try Sample()
        let logs = sample.files.keys.filter { $0.hasSuffix(".log") }.sorted()
        var files = sample.files
        files[logs[1]] = nil
        let driver = try LogDriver(disk: FaultyDisk(files: files), settings: sample.settings)
        #expect(driver.report.removedSegments == logs.count - 2)
        let first = try #require(sample.files[logs[0]])
        #expect(try driver.readAll() == first)
    }

    @Test func filesThatAreNoSegmentsAreLeftAlone() throws {
        let sample = try Sample()
        var files = sample.files
        files[LogDriver.directory + "/notes.log"] = [1, 2, 3]
        files[LogDriver.directory + "/00000000000000000abc.log"] = [4]
        let disk = FaultyDisk(files: files)
        let driver = try LogDriver(disk: disk, settings: sample.settings)
        #expect(driver.report.truncatedBytes == 0)
        #expect(disk.files[LogDriver.directory + "/notes.log"] == [1, 2, 3])
        #expect(try driver.readAll() == sample.written.flatMap(\.bytes))
    }
}
