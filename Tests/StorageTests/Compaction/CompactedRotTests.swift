import Records
import Storage
import Testing

/// Compacted logs whose bytes are not what was written: torn tails and flipped bits, among them
/// those of offsets, which lie outside the checksum.
@Suite struct CompactedRotTests {
    /// A compacted log with gaps, and what stood in it, batch by batch.
    private struct Sample {
        let driver: LogDriver
        let disk: FaultyDisk
        let batches: [PartitionLog.BatchSummary]
        let table: LogTable

        init() throws {
            disk = FaultyDisk()
            driver = try LogDriver.compacted(disk, segmentBytes: 500)
            for number in 0..<70 {
                // Every third key is written once and stays.
                let key = number % 3 == 0 ? 100 + number : number % 5
                try driver.appendKeyed([KeyedRecord(key: key, value: number)])
            }
            driver.drain()
            try driver.cleanFully()
            var number = 0
            while try #require(driver.log.segments.last).byteCount < 300 {
                try driver.appendKeyed([KeyedRecord(key: 7, value: number)])
                number += 1
            }
            driver.drain()
            batches = try driver.log.batches(in: .zero..<driver.log.logEnd)
            table = try driver.table()
            try #require(driver.log.segments.count > 3)
        }

        func path(_ segment: Int) -> String {
            let base = driver.log.segments[segment].baseOffset
            return LogDriver.directory + "/" + SegmentNames.stem(base) + ".log"
        }

        /// The segment's batches with their positions in its file.
        func batches(
            of segment: Int
        ) -> [(summary: PartitionLog.BatchSummary, start: Int, end: Int)] {
            var found: [(PartitionLog.BatchSummary, Int, Int)] = []
            var position = 0
            let bytes = disk.names[path(segment)]?.bytes ?? []
            let all = driver.log.segments[segment]
            for summary in batches
            where summary.baseOffset >= all.baseOffset && summary.nextOffset <= all.nextOffset {
                let length = bytes[position + 8..<position + 12].reduce(0) { $0 << 8 | Int($1) }
                found.append((summary, position, position + 12 + length))
                position += 12 + length
            }
            return found
        }

        func start(_ left: FaultyDisk) throws -> LogDriver {
            try LogDriver(disk: left, settings: driver.settings)
        }
    }

    @Test func aTailThatIsTornAtAnyByteKeepsEveryWholeBatch() throws {
        let sample = try Sample()
        let active = sample.driver.log.segments.count - 1
        let bytes = try #require(sample.disk.names[sample.path(active)]).bytes
        try #require(bytes.count > 200)
        for cut in 0...bytes.count {
            let left = sample.disk.crashProcess()
            left.names[sample.path(active)]?.bytes = Array(bytes[..<cut])
            let next = try sample.start(left)
            let whole = sample.batches(of: active).last { $0.end <= cut }
            let end =
                whole?.summary.nextOffset ?? sample.driver.log.segments[active].baseOffset
            try #require(next.log.logEnd == end, "cut at \(cut)")
            let expected = sample.table.records.filter { $0.key < end.rawValue }
            try #require(try next.table().records == expected, "cut at \(cut)")
            try next.appendKeyed([KeyedRecord(key: 7, value: 99)])
            next.drain()
            let last = try sample.start(left.crashProcess())
            try #require(try last.table().records == next.table().records, "cut at \(cut)")
        }
    }

    /// Any bit of a sealed segment at a start without a marker: the log is cut where it shows,
    /// never behind where the segment ended, and what is left is what was there. An offset that
    /// stays in order is beyond finding.
    @Test func aFlippedBitCutsTheLogAndNeverStretchesIt() throws {
        let sample = try Sample()
        let batches = sample.batches(of: 1)
        let limit = sample.driver.log.segments[1].nextOffset
        for (index, batch) in batches.enumerated() {
            for bit in 0..<(batch.end - batch.start) * 8 where bit < 64 || bit % 7 == 0 {
                let left = sample.disk.crashProcess()
                left.names[sample.path(1)]?.bytes[batch.start + bit / 8] ^= 1 << UInt8(bit % 8)
                let end = try sample.start(left).log.logEnd
                let what = "batch \(index), bit \(bit)"
                try #require(end <= sample.driver.log.logEnd, "\(what)")
                let isEpoch = (12..<16).contains(bit / 8)
                guard bit >= 64, !isEpoch else { continue }
                try #require(
                    end
                        == (index == 0
                            ? sample.driver.log.segments[1].baseOffset
                            : batches[index - 1].summary.nextOffset),
                    "\(what)")
                try #require(end < limit, "\(what)")
            }
        }
    }

    /// The same in a log that is served: no reader is given a batch from beyond its segment, or
    /// out of order, and the damage is found at or before it.
    @Test func aFlippedBitOfAnOffsetIsFoundByReaders() throws {
        let sample = try Sample()
        let batches = sample.batches(of: 1)
        let segment = sample.driver.log.segments[1]
        var found = 0
        for (index, batch) in batches.enumerated() {
            for bit in 0..<64 {
                let left = sample.disk.crashProcess()
                let served = try sample.start(left)
                left.names[sample.path(1)]?.bytes[batch.start + bit / 8] ^= 1 << UInt8(bit % 8)
                let what = "batch \(index), bit \(bit)"
                let shift = Int64(bitPattern: 1 << UInt64((7 - bit / 8) * 8 + bit % 8))
                let base = batch.summary.baseOffset.rawValue ^ shift
                let next =
                    base + batch.summary.nextOffset.rawValue
                    - batch.summary.baseOffset.rawValue
                let earliest =
                    index == 0 ? segment.baseOffset : batches[index - 1].summary.nextOffset
                let latest =
                    index == batches.count - 1
                    ? segment.nextOffset : batches[index + 1].summary.baseOffset
                let isLast = index == batches.count - 1
                let isHidden =
                    base >= earliest.rawValue
                    && (isLast ? next == latest.rawValue : next <= latest.rawValue)
                let damage = try served.log.firstDamage(inSegmentHolding: segment.baseOffset)
                if isHidden {
                    try #require(damage == nil, "\(what)")
                    continue
                }
                found += 1
                try #require(try #require(damage, "\(what)") <= earliest, "\(what)")
                try checkReads(served, sample, isLast: isLast, what)
            }
        }
        #expect(found > 150)
    }

    /// Reads from the start until an error; what came before was there. A last batch that has
    /// slipped back shows only when the segment is looked through.
    private func checkReads(
        _ served: LogDriver, _ sample: Sample, isLast: Bool, _ what: String
    ) throws {
        var next = served.log.logStart
        var error: StorageError?
        while next < served.log.logEnd, error == nil {
            do {
                let bytes = try #require(
                    try served.read(from: next, bound: served.log.logEnd), "\(what)")
                try #require(!bytes.isEmpty, "\(what), at \(next)")
                try bytes.withUnsafeBytes { raw in
                    for header in BatchSequence(raw) {
                        try #require(header.nextOffset <= served.log.logEnd, "\(what)")
                        next = header.nextOffset
                    }
                }
            } catch let thrown as StorageError { error = thrown }
        }
        try #require(error != nil || isLast, "\(what)")
    }

    /// What rotted is cut off and fetched again: passes go on.
    @Test func aMendedLogIsCompactedAgain() throws {
        let disk = FaultyDisk()
        let driver = try LogDriver.compacted(disk)
        for number in 0..<40 { try driver.appendKeyed([KeyedRecord(key: 1, value: number)]) }
        driver.drain()
        let path = try #require(disk.names.keys.filter { $0.hasSuffix(".log") }.sorted().first)
        disk.names[path]?.bytes[70] ^= 1
        #expect(throws: StorageError.self) { try driver.cleanFully() }
        #expect(driver.log.rottenSegment == .zero)
        #expect(try driver.log.firstDamage(inSegmentHolding: .zero) == .zero)
        #expect(try !driver.cleanFully())
        try driver.truncate(to: .zero)
        driver.drain()
        #expect(driver.log.rottenSegment == nil)
        for number in 0..<400 { try driver.appendKeyed([KeyedRecord(key: 1, value: number)]) }
        driver.drain()
        #expect(try driver.cleanFully())
        #expect(try driver.table().values == ["key-1": "value-399"])
    }

    /// A batch that is whole but not where it was is not copied either.
    @Test func aPassStopsAtABatchOutOfPlace() throws {
        let sample = try Sample()
        let last = try #require(sample.batches(of: 0).last)
        for number in 0..<60 {
            try sample.driver.appendKeyed([KeyedRecord(key: 7, value: number)])
        }
        sample.driver.drain()
        sample.disk.names[sample.path(0)]?.bytes[last.start + 2] ^= 1
        #expect(throws: StorageError.self) { try sample.driver.cleanFully() }
        #expect(sample.driver.log.rottenSegment == .zero)
    }
}
