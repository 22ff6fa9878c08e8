import Records
import Storage
import Testing

/// A compacted topic of the size that users compact: 1,000,000 updates over 10,000 keys.
@Suite struct MillionUpdatesTests {
    private static let keys = 10_000
    private static let batches = 1_000
    private static let batchRecords = 1_000

    /// What the log has to replay to: the offset of each key's latest record; the smallest number
    /// where that is a tombstone, which may be gone.
    private struct Expectation {
        var latest = [Int64](repeating: .min, count: MillionUpdatesTests.keys)

        /// Every record of `driver`'s log, in order: each carries its offset, as it was written.
        func check(_ driver: LogDriver, _ what: String) throws {
            var found = [Int64](repeating: .min, count: MillionUpdatesTests.keys)
            var before: Int64 = -1
            var wrong = 0
            try LogDriver.walk(try driver.readAll(bytesMax: 1 << 20)) { record in
                let offset = record.offset.rawValue
                guard let key = record.key?.loadUnaligned(as: UInt64.self), offset > before else {
                    wrong += 1
                    return
                }
                before = offset
                let value = record.value?.loadUnaligned(as: Int64.self)
                if let value, value != offset { wrong += 1 }
                found[Int(key)] = value ?? .min
            }
            try #require(wrong == 0, "\(what)")
            try #require(found == latest, "\(what)")
        }
    }

    /// Before compaction, during it, after crashes of the process and of the machine in its
    /// middle, and after it.
    @Test func replayToTheDictionaryThroughACrash() throws {
        let disk = FaultyDisk()
        let driver = try LogDriver.compacted(disk, segmentBytes: 4 << 20) {
            $0.indexIntervalBytes = 4096
            $0.flushMessages = 1
        }
        var random = SeededRandom(1_000_000)
        var expected = Expectation()
        for _ in 0..<Self.batches { try append(to: driver, &random, &expected) }
        let end = driver.log.logEnd
        #expect(end == Offset(Int64(Self.batches * Self.batchRecords)))
        try expected.check(driver, "before")
        let bytes = driver.log.byteCount

        let found = try #require(driver.log.cleanable(below: end, now: TestRecord.sometime))
        driver.log.beginCleaning(found)
        // Through the map, the copies and the swaps, in so many slices.
        var slices = 0
        while driver.log.isBeingCleaned {
            try driver.clean(bytesMax: 2 << 20)
            driver.drain()
            slices += 1
            guard slices.isMultiple(of: 7) else { continue }
            try expected.check(driver, "slice \(slices)")
            for left in [disk.crashProcess(), disk.losePower(seed: UInt64(slices))] {
                let next = try LogDriver(disk: left, settings: driver.settings)
                try #require(next.log.logEnd == end, "slice \(slices)")
                try expected.check(next, "crash at slice \(slices)")
            }
        }
        #expect(slices > 14)
        #expect(driver.log.logEnd == end)
        try expected.check(driver, "after")
        #expect(driver.log.byteCount < bytes / 5)
    }

    private func append(
        to driver: LogDriver, _ random: inout SeededRandom, _ expected: inout Expectation
    ) throws {
        let pool = BufferPool()
        var builder = SparseBatchBuilder(pool: pool)
        var offset = driver.log.nextOffset.rawValue
        for _ in 0..<Self.batchRecords {
            let key = random.below(Self.keys)
            let isTombstone = random.oneIn(50)
            withUnsafeBytes(of: UInt64(key)) { key in
                withUnsafeBytes(of: offset) { value in
                    builder.append(
                        timestamp: TestRecord.sometime, key: key,
                        value: isTombstone ? nil : value)
                }
            }
            expected.latest[key] = isTombstone ? .min : offset
            offset += 1
        }
        let batch = try builder.finish(codec: .none)
        try driver.append(withExtendedLifetime(batch) { Array(batch.bytes) })
        driver.drain()
    }
}
