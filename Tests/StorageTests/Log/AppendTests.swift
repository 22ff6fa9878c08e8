import Records
import Storage
import Testing

@Suite struct AppendTests {
    private func batch(_ values: [UInt8]...) throws -> [UInt8] {
        try TestBatches.encode(values.map { TestRecord(value: $0) })
    }

    @Test func leaderStampsOffsetsAndEpochs() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        let first = try driver.append(try batch([1], [2]), epoch: LeaderEpoch(3))
        let second = try driver.append(try batch([3]), epoch: LeaderEpoch(4))
        #expect(first.baseOffset == .zero && first.nextOffset == Offset(2))
        #expect(second.baseOffset == Offset(2) && second.nextOffset == Offset(3))
        driver.drain()
        #expect(driver.log.lastEpoch == LeaderEpoch(4))
        #expect(try driver.readAll() == driver.written.flatMap(\.bytes))
    }

    @Test func followerCopyIsByteIdenticalWhateverItsSegments() throws {
        let leader = try LogDriver(disk: FaultyDisk())
        for bytes in try TestBatches.assortment(count: 20, bytesMax: 200, seed: 1) {
            try leader.append(bytes, epoch: LeaderEpoch(1))
        }
        leader.drain()
        var settings = LogSettings()
        settings.segmentBytes = 800
        let follower = try LogDriver(disk: FaultyDisk(), settings: settings)
        for start in stride(from: 0, to: 20, by: 3) {
            try follower.append(copied: Array(leader.written[start..<min(start + 3, 20)]))
        }
        follower.drain()
        #expect(follower.log.segments.count > 1)
        #expect(try follower.readAll() == (try leader.readAll()))
        #expect(follower.log.lastEpoch == LeaderEpoch(1))
    }

    @Test func followerRefusesWhatDoesNotContinueItsLog() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        let bytes = try batch([1])
        func copy(_ base: Int64, _ epoch: Int32) -> WrittenBatch {
            TestBatches.stamped(bytes, base: Offset(base), epoch: LeaderEpoch(epoch))
        }
        try driver.append(copied: [copy(0, 2)])
        #expect(throws: StorageError.outOfOrder(expected: Offset(1), found: Offset(2))) {
            try driver.append(copied: [copy(2, 2)])
        }
        #expect(throws: StorageError.outOfOrder(expected: Offset(2), found: Offset(3))) {
            try driver.append(copied: [copy(1, 2), copy(3, 2)])
        }
        #expect(throws: StorageError.staleEpoch(last: LeaderEpoch(2), found: LeaderEpoch(1))) {
            try driver.append(copied: [copy(1, 1)])
        }
        #expect(throws: StorageError.staleEpoch(last: LeaderEpoch(5), found: LeaderEpoch(2))) {
            try driver.append(copied: [copy(1, 5), copy(2, 2)])
        }
        #expect(throws: StorageError.self) { try driver.append(copied: []) }
        #expect(throws: StorageError.staleEpoch(last: LeaderEpoch(2), found: LeaderEpoch(0))) {
            try driver.append(bytes)
        }
        driver.drain()
        #expect(driver.log.nextOffset == Offset(1))
        #expect(driver.log.byteCount == bytes.count)
    }

    @Test func segmentRollsBeforeItWouldExceedItsBytes() throws {
        var settings = LogSettings()
        let bytes = try batch([1])
        settings.segmentBytes = bytes.count * 3
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        for _ in 0..<7 { try driver.append(bytes) }
        #expect(driver.log.segments.map(\.baseOffset) == [.zero, Offset(3), Offset(6)])
        try driver.append(try batch([UInt8](repeating: 1, count: 2000)))
        try driver.append(bytes)
        driver.drain()
        #expect(driver.log.segments.last?.baseOffset == Offset(8))
        #expect(try driver.readAll() == driver.written.flatMap(\.bytes))
    }

    @Test func segmentRollsWhenItsFirstBatchIsOlderThanTheLimit() throws {
        var settings = LogSettings()
        settings.segmentTime = .milliseconds(5)
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        let bytes = try batch([1])
        driver.now = Instant(1_000_000_000)
        try driver.append(bytes)
        driver.now = driver.now + .milliseconds(5)
        try driver.append(bytes)
        #expect(driver.log.segments.count == 1)
        driver.now = driver.now + Nanoseconds(1)
        try driver.append(bytes)
        #expect(driver.log.segments.map(\.baseOffset) == [.zero, Offset(2)])
    }

    /// A batch may claim far more offsets than it has records; the index holds 31 bits.
    @Test func segmentRollsWhereOffsetsWouldNotFitTheIndex() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        let wide = try Self.spanning(Int32.max)
        let bytes = try batch([1])
        try driver.append(wide)
        try driver.append(bytes)
        try driver.append(wide)
        driver.drain()
        let wideEnd = Int64(Int32.max) + 1
        #expect(
            driver.log.segments.map(\.baseOffset)
                == [.zero, Offset(wideEnd), Offset(wideEnd + 1)])
        #expect(try driver.readAll() == driver.written.flatMap(\.bytes))
        let next = try LogDriver(disk: driver.disk)
        #expect(next.log.logEnd == Offset(wideEnd * 2 + 1))
        #expect(try next.log.close() != nil)
    }

    /// A batch of one record whose last offset lies `delta` after its first.
    private static func spanning(_ delta: Int32) throws -> [UInt8] {
        var bytes = try TestBatches.encode([TestRecord(value: [1])])
        bytes.withUnsafeMutableBytes { raw in
            raw.storeBytes(
                of: delta.bigEndian, toByteOffset: BatchLayout.lastOffsetDelta, as: Int32.self)
            guard let base = raw.baseAddress else { return }
            let checksum = BatchHeader(at: base).computedChecksum
            raw.storeBytes(
                of: checksum.bigEndian, toByteOffset: BatchLayout.checksum, as: UInt32.self)
        }
        return bytes
    }

    @Test func longLineOfAppendsUnderWayCompletesInOrder() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        let bytes = try batch([1])
        for number in 0..<2000 {
            try driver.append(bytes)
            guard number >= 300 else { continue }
            driver.performOne()
            driver.completeOne()
            #expect(driver.log.logEnd == Offset(Int64(number - 299)))
        }
        driver.drain()
        #expect(driver.log.logEnd == Offset(2000))
    }
}
