import Records
import Storage
import Testing

@Suite struct CleanShutdownTests {
    /// A cleanly closed log of several segments, the epochs rising inside.
    private struct Sample {
        let files: [String: [UInt8]]
        let clean: PartitionLog.CleanState
        let written: [WrittenBatch]
        let settings: LogSettings

        init() throws {
            var settings = LogSettings()
            settings.segmentBytes = 900
            settings.indexIntervalBytes = 150
            self.settings = settings
            let disk = FaultyDisk()
            let driver = try LogDriver(disk: disk, settings: settings)
            let batches = try TestBatches.assortment(count: 18, bytesMax: 120, seed: 8)
            for (index, bytes) in batches.enumerated() {
                try driver.append(bytes, epoch: LeaderEpoch(Int32(index / 3)))
            }
            driver.drain()
            clean = try #require(try driver.log.close())
            files = disk.files
            written = driver.written
            try #require(files.keys.filter { $0.hasSuffix(".log") }.count >= 3)
        }

        func open(_ files: [String: [UInt8]]) throws -> LogDriver {
            try LogDriver(disk: FaultyDisk(files: files), settings: settings, clean: clean)
        }

        var bytes: [UInt8] { written.flatMap(\.bytes) }

        func paths(_ suffix: String) -> [String] {
            files.keys.filter { $0.hasSuffix(suffix) }.sorted()
        }
    }

    @Test func cleanStateIsTrustedAndServesEverything() throws {
        let sample = try Sample()
        let driver = try sample.open(sample.files)
        #expect(driver.report.trustedCleanShutdown)
        #expect(driver.report.verifiedBatches == 0)
        #expect(driver.log.logEnd == sample.written.last?.next)
        #expect(driver.log.flushedEnd == driver.log.logEnd)
        #expect(driver.log.lastEpoch == sample.written.last?.epoch)
        #expect(driver.log.byteCount == sample.bytes.count)
        #expect(try driver.readAll() == sample.bytes)
        try driver.append(
            try TestBatches.encode([TestRecord(value: [1])]), epoch: LeaderEpoch(19))
        driver.drain()
        #expect(try driver.readAll() == sample.bytes + driver.written[0].bytes)
    }

    @Test func emptyActiveSegmentKeepsTheLastEpoch() throws {
        var settings = LogSettings()
        settings.segmentBytes = 100
        let disk = FaultyDisk()
        let driver = try LogDriver(disk: disk, settings: settings)
        let bytes = try TestBatches.encode([TestRecord(value: [1])])
        try driver.append(bytes, epoch: LeaderEpoch(4))
        driver.drain()
        // The next segment was made, and the append that made it was lost with the process.
        let next = LogDriver.directory + "/" + SegmentNames.stem(Offset(1)) + ".log"
        var files = disk.files
        files[next] = []
        let first = try LogDriver(disk: FaultyDisk(files: files), settings: settings)
        let clean = try #require(try first.log.close())
        #expect(clean.activeBytes == 0)
        let second = try LogDriver(disk: first.disk, settings: settings, clean: clean)
        #expect(second.report.trustedCleanShutdown)
        #expect(second.log.lastEpoch == LeaderEpoch(4))
    }

    /// Truncation of any file at any byte is noticed; what stands is served all the same.
    @Test func truncationOfAnyFileIsNoticed() throws {
        let sample = try Sample()
        for path in sample.files.keys.sorted() {
            let bytes = sample.files[path] ?? []
            for cut in bytes.indices {
                var files = sample.files
                files[path] = Array(bytes[..<cut])
                let driver = try sample.open(files)
                // An index whose last entries are cut off whole is still a true, sparser index.
                if path.hasSuffix(".log") {
                    try #require(!driver.report.trustedCleanShutdown, "\(path) cut at \(cut)")
                } else {
                    try #require(try driver.readAll() == sample.bytes, "\(path) cut at \(cut)")
                }
                let read = try driver.readAll()
                try #require(sample.bytes.starts(with: read), "\(path) cut at \(cut)")
            }
        }
    }

    @Test func bytesBehindAnySegmentAreNoticed() throws {
        let sample = try Sample()
        for path in sample.paths(".log") {
            var files = sample.files
            files[path]?.append(0)
            let driver = try sample.open(files)
            #expect(!driver.report.trustedCleanShutdown, "\(path)")
            #expect(driver.report.truncatedBytes == 1, "\(path)")
        }
    }

    /// Epochs rise along the log, so that a verification that remembered the trusted tail's
    /// epoch would throw the whole log away.
    @Test func distrustedStateLosesNoIntactBatch() throws {
        let sample = try Sample()
        for path in sample.paths("index") {
            var files = sample.files
            files[path] = nil
            let driver = try sample.open(files)
            #expect(!driver.report.trustedCleanShutdown)
            #expect(driver.report.truncatedBytes == 0)
            #expect(try driver.readAll() == sample.bytes, "without \(path)")
        }
        let wrong = PartitionLog.CleanState(
            directory: sample.clean.directory, logEnd: sample.clean.logEnd.advanced(by: 1),
            activeBytes: sample.clean.activeBytes)
        let driver = try LogDriver(
            disk: FaultyDisk(files: sample.files), settings: sample.settings, clean: wrong)
        #expect(!driver.report.trustedCleanShutdown)
        #expect(try driver.readAll() == sample.bytes)
    }

    @Test func stateOfAnEarlierShutdownIsNotTrusted() throws {
        let sample = try Sample()
        let driver = try sample.open(sample.files)
        try driver.append(
            try TestBatches.encode([TestRecord(value: [1])]), epoch: LeaderEpoch(19))
        driver.drain()
        let again = try LogDriver(
            disk: driver.disk, settings: sample.settings, clean: sample.clean)
        #expect(!again.report.trustedCleanShutdown)
        #expect(try again.readAll() == sample.bytes + driver.written[0].bytes)
    }

    /// A corrupt index is noticed or at least never makes a read skip a record; a read may only
    /// fail.
    @Test func corruptIndexNeverMakesAReadSkip() throws {
        let sample = try Sample()
        var random = SeededRandom(21)
        for path in sample.paths(".index") {
            for place in (sample.files[path] ?? []).indices {
                var files = sample.files
                files[path]?[place] ^= 1 << UInt8(random.below(8))
                let driver = try sample.open(files)
                for batch in sample.written {
                    let found = try? driver.read(from: batch.base, bound: driver.log.logEnd)
                    guard let found else { continue }
                    try #require(
                        found.starts(with: batch.bytes), "\(path) byte \(place), \(batch.base)")
                }
            }
        }
    }

    /// Damage inside a log file that a marker hides is not served: the read fails or ends before
    /// it, or the batch does not validate.
    @Test func corruptLogBehindACleanStateServesNothingBad() throws {
        let sample = try Sample()
        var random = SeededRandom(22)
        for path in sample.paths(".log") {
            for place in (sample.files[path] ?? []).indices {
                var files = sample.files
                files[path]?[place] ^= 1 << UInt8(random.below(8))
                let driver = try sample.open(files)
                for batch in sample.written where batch.base < driver.log.logEnd {
                    let found = try? driver.read(from: batch.base, bound: batch.next)
                    guard let found, !found.isEmpty else { continue }
                    let isValid = found.withUnsafeBytes {
                        (try? BatchHeader.validated($0)) != nil
                    }
                    try #require(
                        !isValid || Self.isSameButForEpoch(found, batch.bytes),
                        "\(path) byte \(place), batch \(batch.base)")
                }
            }
        }
    }

    /// The epoch lies outside the checksum.
    private static func isSameButForEpoch(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        let epoch = BatchLayout.partitionLeaderEpoch..<BatchLayout.magic
        return a.count == b.count
            && a.indices.allSatisfy { a[$0] == b[$0] || epoch.contains($0) }
    }
}
