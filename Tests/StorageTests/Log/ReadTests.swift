import Records
import Storage
import Testing

@Suite struct ReadTests {
    /// Ten batches of three records in each of several segments, the index sparse.
    private func sample(
        bytesOfValue: [Int] = [5, 5, 5], indexInterval: Int = 300, segmentBytes: Int = 1100,
        batches: Int = 30
    ) throws -> LogDriver {
        var settings = LogSettings()
        settings.segmentBytes = segmentBytes
        settings.indexIntervalBytes = indexInterval
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        for number in 0..<batches {
            let records = bytesOfValue.map {
                TestRecord(value: Array(repeating: UInt8(number), count: $0))
            }
            try driver.append(try TestBatches.encode(records))
        }
        driver.drain()
        return driver
    }

    /// What a read must begin with: the batch that holds `from`; nil where it reaches to `bound`.
    private func expected(_ driver: LogDriver, _ from: Offset, _ bound: Offset) -> [WrittenBatch] {
        let end = driver.log.segments.first { $0.nextOffset > from }?.nextOffset ?? .zero
        return Array(
            driver.written.drop { $0.next <= from }.prefix { $0.next <= min(bound, end) })
    }

    @Test(arguments: [1, 60, 61, 62, 90, 100, 200, 333, 1000, 1 << 20])
    func everyOffsetAndBoundIsReadWithAnyBytesMax(_ bytesMax: Int) throws {
        let driver = try sample()
        try #require(driver.log.segments.count >= 3)
        try #require(driver.log.segments[0].offsetIndex.entries.count < 5)
        let end = driver.log.logEnd.rawValue
        for from in 0..<end {
            for bound in [from + 1, from + 2, from + 3, from + 10, from + 31, end, end + 5] {
                let what = "from \(from), bound \(bound), bytesMax \(bytesMax)"
                let found = try #require(
                    try driver.read(
                        from: Offset(from), bound: Offset(bound), bytesMax: bytesMax), "\(what)")
                let batches = expected(driver, Offset(from), Offset(bound))
                try #require(batches.flatMap(\.bytes).starts(with: found), "\(what)")
                try #require(found.isEmpty == batches.isEmpty, "\(what)")
                let allowed = max(bytesMax, 300, batches.first?.bytes.count ?? 0)
                try #require(found.count <= allowed, "\(what)")
            }
        }
    }

    @Test func firstBatchLargerThanBytesMaxComesWhole() throws {
        let driver = try sample(bytesOfValue: [3000], segmentBytes: 10_000, batches: 4)
        for batch in driver.written {
            let found = try driver.read(
                from: batch.base, bound: driver.log.logEnd, bytesMax: 100)
            #expect(found == batch.bytes)
        }
    }

    @Test func readToTheBoundDoesNotPassIt() throws {
        let driver = try sample()
        let bound = driver.written[4].next
        #expect(
            try driver.read(from: .zero, bound: bound)
                == driver.written[...4].flatMap(\.bytes))
        #expect(
            try driver.read(from: .zero, bound: bound.advanced(by: -1))
                == driver.written[...3].flatMap(\.bytes))
    }

    @Test func nothingBelowTheBoundIsNoRequest() throws {
        let driver = try sample(batches: 3)
        let end = driver.log.logEnd
        #expect(try driver.read(from: end, bound: end) == nil)
        #expect(try driver.read(from: end, bound: Offset(1000)) == nil)
        #expect(try driver.read(from: Offset(3), bound: Offset(3)) == nil)
        #expect(try driver.read(from: Offset(3), bound: Offset(1)) == nil)
    }

    @Test func emptyLogHasNothingToRead() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        #expect(try driver.read(from: .zero, bound: Offset(5)) == nil)
        #expect(try driver.log.offset(atOrAfter: 0, pool: driver.pool) == nil)
    }

    @Test func offsetsOutsideTheLogAreOutOfRange() throws {
        var settings = LogSettings()
        settings.segmentBytes = 400
        settings.retentionBytes = 500
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        for _ in 0..<20 { try driver.append(try TestBatches.encode([TestRecord(value: [1])])) }
        driver.drain()
        #expect(driver.deleteExcess(floor: driver.log.logEnd) > 0)
        let (start, end) = (driver.log.logStart, driver.log.logEnd)
        for offset in [start.advanced(by: -1), .zero, end.advanced(by: 1)] {
            #expect(
                throws: StorageError.offsetOutOfRange(
                    requested: offset, logStart: start, logEnd: end)
            ) { try driver.read(from: offset, bound: end) }
        }
        #expect(try driver.read(from: start, bound: end) != nil)
    }

    @Test func appendsUnderWayAreNotRead() throws {
        let driver = try sample(batches: 2)
        let end = driver.log.logEnd
        try driver.append(try TestBatches.encode([TestRecord(value: [1])]))
        #expect(try driver.read(from: end, bound: Offset(100)) == nil)
        #expect(driver.log.logEnd == end && driver.log.nextOffset == end.advanced(by: 1))
        driver.performOne()
        #expect(try driver.read(from: end, bound: Offset(100)) == nil)
        driver.completeOne()
        #expect(try driver.read(from: end, bound: Offset(100)) == driver.written.last?.bytes)
    }

    /// A read that must go on does not look at what is being written behind the log end.
    @Test func readDoesNotLookBehindWhatIsWritten() throws {
        let driver = try sample(bytesOfValue: [100], indexInterval: 4096, batches: 3)
        let path = LogDriver.directory + "/" + SegmentNames.stem(.zero) + ".log"
        let file = try driver.disk.open(path, create: false)
        let size = try driver.disk.size(of: file)
        try [UInt8](repeating: 0, count: 500).withUnsafeBytes {
            try driver.disk.write(file, at: size, $0)
        }
        for from in 0..<3 {
            for bytesMax in [1, 100, 200, 5000] {
                let found = try driver.read(
                    from: Offset(Int64(from)), bound: Offset(9), bytesMax: bytesMax)
                let rest = driver.written[from...].flatMap(\.bytes)
                #expect(found.map { rest.starts(with: $0) && !$0.isEmpty } == true)
            }
        }
    }

    /// Retention takes the segment while a read of it must go on.
    @Test func readOfARemovedSegmentIsOutOfRange() throws {
        var settings = LogSettings()
        settings.segmentBytes = 900
        settings.retentionBytes = 0
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        for _ in 0..<3 {
            try driver.append(
                try TestBatches.encode([TestRecord(value: Array(repeating: 1, count: 700))]))
        }
        driver.drain()
        let request = try #require(
            try driver.log.planRead(
                from: .zero, bound: Offset(3), bytesMax: 1, ticket: 5, pool: driver.pool))
        guard case .read(let read) = request.operation else {
            Issue.record("a read was expected")
            return
        }
        _ = driver.disk.perform(request)
        #expect(driver.deleteExcess(floor: Offset(3)) == 2)
        #expect(
            throws: StorageError.offsetOutOfRange(
                requested: .zero, logStart: Offset(2), logEnd: Offset(3))
        ) { try driver.log.finishRead(read, pool: driver.pool) }
    }

    @Test func fileCutUnderTheLogFailsTheReadInsteadOfRepeatingIt() throws {
        let driver = try sample(bytesOfValue: [100], indexInterval: 4096, batches: 3)
        let path = LogDriver.directory + "/" + SegmentNames.stem(.zero) + ".log"
        let file = try driver.disk.open(path, create: false)
        for bytes in stride(from: driver.log.byteCount - 1, through: 0, by: -1) {
            try driver.disk.truncate(file, to: bytes)
            for bytesMax in [1, 100, 10_000] {
                #expect(throws: StorageError.self) {
                    try driver.read(from: Offset(2), bound: Offset(3), bytesMax: bytesMax)
                }
            }
        }
    }
}
