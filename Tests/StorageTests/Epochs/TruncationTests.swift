import Records
import Storage
import Testing

@Suite struct TruncationTests {
    private static var settings: LogSettings {
        var settings = LogSettings()
        settings.segmentBytes = 900
        settings.indexIntervalBytes = 150
        return settings
    }

    /// Batches of several records, epochs rising inside, over several segments.
    private func sample(_ settings: LogSettings = settings) throws -> LogDriver {
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        let batches = try TestBatches.assortment(count: 24, bytesMax: 160, seed: 31)
        for (index, bytes) in batches.enumerated() {
            try driver.append(bytes, epoch: LeaderEpoch(Int32(index / 5)))
        }
        driver.drain()
        try #require(driver.log.segments.count >= 4)
        return driver
    }

    /// A log that never had more than these batches.
    private func fresh(_ batches: [WrittenBatch]) throws -> LogDriver {
        let driver = try LogDriver(disk: FaultyDisk(), settings: Self.settings)
        for batch in batches { try driver.append(batch.bytes, epoch: batch.epoch) }
        driver.drain()
        return driver
    }

    /// After a cut anywhere the log is, and stays, what it would be had the rest never come.
    @Test func cutAtEveryOffsetLeavesALogThatNeverHadTheRest() throws {
        let whole = try sample()
        for target in 0..<whole.log.logEnd.rawValue {
            let what = "cut at \(target)"
            let driver = try sample()
            let kept = driver.written.filter { $0.next <= Offset(target) }
            try driver.truncate(to: Offset(target))
            let twin = try fresh(kept)
            try check(driver, like: twin, kept, what)

            let next = try TestBatches.encode([TestRecord(value: Array("after".utf8))])
            for log in [driver, twin] {
                try log.append(next, epoch: LeaderEpoch(7))
                try log.append(next, epoch: LeaderEpoch(8))
                log.drain()
            }
            try #require(try driver.readAll() == (try twin.readAll()), "\(what)")
            try #require(driver.log.epochs == twin.log.epochs, "\(what)")
            let disk = try #require(driver.disk as? FaultyDisk)
            try #require(disk.openFiles == driver.log.segments.count, "\(what)")

            let again = try LogDriver(disk: disk.crashProcess(), settings: Self.settings)
            try #require(again.report.truncatedBytes == 0, "\(what)")
            try #require(again.report.removedSegments == 0, "\(what)")
            try #require(try again.readAll() == (try twin.readAll()), "\(what)")
            try #require(again.log.epochs == twin.log.epochs, "\(what)")
            let clean = try #require(try driver.log.close())
            let last = try LogDriver(disk: disk, settings: Self.settings, clean: clean)
            try #require(last.report.trustedCleanShutdown, "\(what)")
            try #require(try last.readAll() == (try twin.readAll()), "\(what)")
        }
    }

    private func check(
        _ driver: LogDriver, like twin: LogDriver, _ kept: [WrittenBatch], _ what: String
    ) throws {
        let (log, other) = (driver.log, twin.log)
        try #require(log.logEnd == other.logEnd && log.nextOffset == log.logEnd, "\(what)")
        try #require(log.flushedEnd <= log.logEnd && log.isIdle, "\(what)")
        try #require(log.byteCount == other.byteCount, "\(what)")
        try #require(log.lastEpoch == kept.last?.epoch, "\(what)")
        try #require(log.epochs == other.epochs, "\(what)")
        try #require(try driver.readAll(bytesMax: 200) == kept.flatMap(\.bytes), "\(what)")
        // A cut at a segment's start leaves that segment, empty.
        let segments = log.segments.filter { $0.byteCount > 0 || log.segments.count == 1 }
        try #require(segments.count == other.segments.count, "\(what)")
        for (segment, expected) in zip(segments, other.segments) {
            try #require(segment.baseOffset == expected.baseOffset, "\(what)")
            try #require(segment.nextOffset == expected.nextOffset, "\(what)")
            try #require(segment.writtenBytes == expected.byteCount, "\(what)")
            try #require(segment.timestampMax == expected.timestampMax, "\(what)")
            try #require(
                segment.offsetIndex.entries == expected.offsetIndex.entries, "\(what)")
        }
        let timestamps = kept.isEmpty ? [] : [0, 2000, 5000, 9000]
        for after in timestamps {
            let timestamp = TestRecord.sometime + Int64(after)
            let found = try log.offset(atOrAfter: timestamp, pool: driver.pool)
            let expected = try other.offset(atOrAfter: timestamp, pool: twin.pool)
            try #require(found == expected, "\(what), \(after) ms")
        }
    }

    @Test func cutAtOrBeyondTheEndChangesNothing() throws {
        let driver = try sample()
        let disk = try #require(driver.disk as? FaultyDisk)
        let before = (driver.log.epochs, disk.operations, disk.files)
        for beyond in [0, 1, 100] {
            try driver.truncate(to: driver.log.logEnd.advanced(by: beyond))
        }
        #expect(driver.log.epochs == before.0)
        #expect(disk.operations == before.1 && disk.files == before.2)
    }

    @Test func cutAtTheEndDropsAnEpochWithoutARecord() throws {
        let driver = try sample()
        let epochs = driver.log.epochs
        try driver.log.beginEpoch(LeaderEpoch(40))
        #expect(driver.log.epochs != epochs)
        try driver.truncate(to: driver.log.logEnd)
        #expect(driver.log.epochs == epochs)
    }

    @Test func cutIsDurableWhateverTheFlushSettings() throws {
        for seed in 0..<UInt64(60) {
            let driver = try sample()
            let disk = try #require(driver.disk as? FaultyDisk)
            for segment in driver.log.segments { try disk.sync(segment.file) }
            try disk.syncDirectory(".")
            try disk.syncDirectory(LogDriver.directory)
            let target = Offset(Int64(seed) % driver.log.logEnd.rawValue)
            try driver.truncate(to: target)
            let next = try LogDriver(disk: disk.losePower(seed: seed), settings: Self.settings)
            #expect(next.log.logEnd == driver.log.logEnd, "seed \(seed)")
        }
    }

    /// What is appended after the cut ends exactly where a removed segment began. Came its name
    /// back with a power loss, its old records would follow the new ones.
    @Test func removedSegmentNeverComesBackBehindNewRecords() throws {
        var settings = LogSettings()
        settings.segmentBytes = 300
        let bytes = try TestBatches.encode([TestRecord(value: [1])])
        for seed in 0..<UInt64(20) {
            let disk = FaultyDisk()
            let driver = try LogDriver(disk: disk, settings: settings)
            for _ in 0..<8 { try driver.append(bytes, epoch: LeaderEpoch(3)) }
            driver.drain()
            let second = try #require(driver.log.segments.dropFirst().first).baseOffset
            for segment in driver.log.segments { try disk.sync(segment.file) }
            try disk.syncDirectory(".")
            try disk.syncDirectory(LogDriver.directory)
            try driver.truncate(to: Offset(1))
            while driver.log.nextOffset < second {
                try driver.append(bytes, epoch: LeaderEpoch(3))
            }
            driver.drain()
            try #require(driver.log.segments.count == 1)
            try disk.sync(driver.log.segments[0].file)
            let next = try LogDriver(disk: disk.losePower(seed: seed), settings: settings)
            #expect(next.log.logEnd == second, "seed \(seed)")
        }
    }

    @Test func cutBelowTheLogStartBeginsTheLogThere() throws {
        var settings = Self.settings
        settings.retentionBytes = 1000
        let driver = try sample(settings)
        #expect(driver.deleteExcess(floor: driver.log.logEnd) > 0)
        driver.drain()
        let target = driver.log.logStart.advanced(by: -1)
        try driver.truncate(to: target)
        #expect(driver.log.logStart == target && driver.log.logEnd == target)
        #expect(driver.log.segments.map(\.baseOffset) == [target])
        #expect(driver.log.epochs.entries.isEmpty && driver.log.lastEpoch == nil)
    }

    @Test func emptiedLogBeginsWhereTheLeaderDoes() throws {
        let bytes = try TestBatches.encode([TestRecord(value: [1])])
        let bases = try sample().log.segments.map(\.baseOffset)
        for start in [Offset(5000), .zero, bases[1], bases[2].advanced(by: 1), bases[3]] {
            let driver = try sample()
            try driver.truncateFully(startingAt: start)
            let log = driver.log
            #expect(log.logStart == start && log.logEnd == start && log.nextOffset == start)
            #expect(log.flushedEnd == start && log.byteCount == 0 && log.lastEpoch == nil)
            #expect(log.epochs.entries.isEmpty)
            try driver.append(copied: [
                TestBatches.stamped(bytes, base: start, epoch: LeaderEpoch(2))
            ])
            driver.drain()
            #expect(try driver.readAll() == driver.written[0].bytes)
            let disk = try #require(driver.disk as? FaultyDisk)
            #expect(disk.openFiles == 1)
            let next = try LogDriver(disk: disk.crashProcess(), settings: Self.settings)
            #expect(next.log.logStart == start && next.log.logEnd == start.advanced(by: 1))
            #expect(next.report.removedSegments == 0 && next.report.truncatedBytes == 0)
        }
    }

    @Test func failedLogIsNotCut() throws {
        let driver = try sample()
        let disk = try #require(driver.disk as? FaultyDisk)
        disk.fault = (disk.operations + 1, .error(5))
        try driver.append(try TestBatches.encode([TestRecord()]), epoch: LeaderEpoch(9))
        driver.drain()
        for cut in [driver.truncate(to:), driver.truncateFully(startingAt:)] {
            #expect(throws: StorageError.logFailed(path: LogDriver.directory)) {
                try cut(Offset(3))
            }
        }
    }

    /// Bytes that rotted where the cut looks for its batch.
    @Test func cutThatCannotBeFoundChangesNothing() throws {
        let driver = try sample()
        let disk = try #require(driver.disk as? FaultyDisk)
        let segment = try #require(driver.log.segments.first)
        let path = LogDriver.directory + "/" + SegmentNames.stem(.zero) + ".log"
        try disk.truncate(try disk.open(path, create: false), to: segment.byteCount / 2)
        let (end, epochs) = (driver.log.logEnd, driver.log.epochs)
        let target = segment.nextOffset.advanced(by: -1)
        #expect(throws: StorageError.self) { try driver.truncate(to: target) }
        #expect(driver.log.logEnd == end && driver.log.epochs == epochs)
        #expect(!driver.log.hasFailed)
    }
}
