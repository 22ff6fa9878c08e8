import Records
import Storage
import Testing

@Suite struct FlushTests {
    private func driver(
        messages: Int? = nil, interval: Nanoseconds? = nil, segmentBytes: Int = 1 << 20
    ) throws -> (LogDriver, FaultyDisk) {
        var settings = LogSettings()
        settings.flushMessages = messages
        settings.flushInterval = interval
        settings.segmentBytes = segmentBytes
        let disk = FaultyDisk()
        return (try LogDriver(disk: disk, settings: settings), disk)
    }

    private func batch(records: Int = 1) throws -> [UInt8] {
        try TestBatches.encode((0..<records).map { TestRecord(value: [UInt8($0)]) })
    }

    @Test func withoutFlushNothingIsSyncedAndTheEndMovesWithTheWrite() throws {
        let (driver, disk) = try driver()
        for _ in 0..<5 { try driver.append(try batch()) }
        driver.flushIfDue()
        driver.drain()
        #expect(disk.syncs == 0)
        #expect(driver.log.logEnd == Offset(5))
        #expect(driver.log.flushedEnd == .zero)
    }

    @Test func everyMessageIsVisibleOnlyWhenSynced() throws {
        let (driver, disk) = try driver(messages: 1)
        try driver.append(try batch(records: 3))
        driver.performOne()
        driver.completeOne()
        #expect(driver.log.logEnd == .zero)
        driver.performOne()
        #expect(disk.syncs == 1)
        #expect(driver.log.logEnd == .zero)
        driver.completeOne()
        #expect(driver.log.logEnd == Offset(3))
        #expect(driver.log.flushedEnd == Offset(3))
    }

    @Test func appendThatCompletesTheCountWaitsForItsSync() throws {
        let (driver, disk) = try driver(messages: 4)
        for _ in 0..<3 { try driver.append(try batch(records: 2)) }
        #expect(driver.asked.count == 4)
        for expected in [Offset(2), Offset(2), Offset(4), Offset(6)] {
            driver.performOne()
            driver.completeOne()
            #expect(driver.log.logEnd == expected)
        }
        #expect(disk.syncs == 1)
        #expect(driver.log.flushedEnd == Offset(4))
    }

    @Test func failedSyncTakesTheLogOfflineAndShowsNothing() throws {
        let (driver, disk) = try driver(messages: 1)
        try driver.append(try batch())
        driver.performOne()
        disk.fault = (disk.operations + 1, .error(5))
        driver.drain()
        #expect(driver.log.hasFailed)
        #expect(driver.log.logEnd == .zero)
        #expect(throws: StorageError.logFailed(path: LogDriver.directory)) {
            try driver.append(try batch())
        }
    }

    @Test func intervalSyncsOnceTheOldestUnflushedRecordIsThatOld() throws {
        let (driver, disk) = try driver(interval: .milliseconds(10))
        driver.flushIfDue()
        try driver.append(try batch())
        driver.now = driver.now + .milliseconds(6)
        try driver.append(try batch())
        driver.flushIfDue()
        driver.drain()
        #expect(disk.syncs == 0)
        #expect(driver.log.logEnd == Offset(2) && driver.log.flushedEnd == .zero)
        driver.now = driver.now + .milliseconds(4)
        driver.flushIfDue()
        driver.flushIfDue()
        driver.drain()
        #expect(disk.syncs == 1)
        #expect(driver.log.flushedEnd == Offset(2))
        driver.now = driver.now + .milliseconds(50)
        driver.flushIfDue()
        driver.drain()
        #expect(disk.syncs == 1)
    }

    @Test func rollSyncsTheSealedSegmentOnlyWhereItHasUnsyncedRecords() throws {
        let (timed, timedDisk) = try driver(interval: .seconds(1), segmentBytes: 150)
        for _ in 0..<4 { try timed.append(try batch()) }
        timed.drain()
        #expect(timed.log.segments.count == 2)
        #expect(timedDisk.syncs == 1)
        #expect(timed.log.flushedEnd == timed.log.segments[1].baseOffset)
        let (each, eachDisk) = try driver(messages: 1, segmentBytes: 150)
        for _ in 0..<4 { try each.append(try batch()) }
        each.drain()
        #expect(eachDisk.syncs == 4)
        #expect(each.log.flushedEnd == Offset(4))
    }

    @Test func closeSyncsWhatIsNotYetDurable() throws {
        let (driver, disk) = try driver(segmentBytes: 150)
        for _ in 0..<5 { try driver.append(try batch()) }
        driver.drain()
        let clean = try #require(try driver.log.close())
        #expect(disk.openFiles == 0)
        for seed in 0..<UInt64(20) {
            let next = try LogDriver(
                disk: disk.losePower(seed: seed), settings: driver.settings, clean: clean)
            #expect(next.report.trustedCleanShutdown, "seed \(seed)")
            #expect(try next.readAll() == driver.written.flatMap(\.bytes), "seed \(seed)")
        }
    }
}
