import Records
import Storage
import Testing

@Suite struct RetentionTests {
    /// Segments of two batches of about 320 bytes each.
    private func sample(
        retentionBytes: Int?, batches: Int = 11, _ disk: FaultyDisk = FaultyDisk(),
        flushMessages: Int? = nil
    ) throws -> LogDriver {
        var settings = LogSettings()
        settings.segmentBytes = 700
        settings.retentionBytes = retentionBytes
        settings.flushMessages = flushMessages
        let driver = try LogDriver(disk: disk, settings: settings)
        for number in 0..<batches {
            let value = [UInt8](repeating: UInt8(number), count: 250)
            try driver.append(try TestBatches.encode([TestRecord(value: value)]))
        }
        driver.drain()
        return driver
    }

    @Test func oldestSegmentsGoWhileEnoughStays() throws {
        let disk = FaultyDisk()
        let driver = try sample(retentionBytes: 1500, disk)
        let segments = driver.log.segments
        try #require(segments.count == 6)
        let before = driver.log.byteCount
        let count = driver.deleteExcess(floor: driver.log.logEnd)
        #expect(count > 0)
        #expect(driver.log.byteCount >= 1500)
        #expect(driver.log.byteCount - driver.log.segments[0].byteCount < 1500)
        let gone = segments.prefix(count).reduce(0) { $0 + $1.byteCount }
        #expect(driver.log.byteCount == before - gone)
        #expect(driver.log.logStart == segments[count].baseOffset)
        let expected = driver.written.drop { $0.base < driver.log.logStart }.flatMap(\.bytes)
        #expect(try driver.readAll() == expected)

        driver.drain()
        #expect(disk.openFiles == driver.log.segments.count)
        for segment in segments.prefix(count) {
            let stem = LogDriver.directory + "/" + SegmentNames.stem(segment.baseOffset)
            #expect(disk.files.keys.filter { $0.hasPrefix(stem) }.isEmpty)
        }
        let next = try LogDriver(disk: disk, settings: driver.settings)
        #expect(next.log.logStart == driver.log.logStart)
        #expect(try next.readAll() == expected)
    }

    @Test func floorHoldsBackWhatItCovers() throws {
        for floor in Int64(0)...11 {
            let driver = try sample(retentionBytes: 0)
            _ = driver.deleteExcess(floor: Offset(floor))
            // Whole segments of two batches, and never the active one.
            #expect(driver.log.logStart == Offset(min(floor / 2 * 2, 10)), "floor \(floor)")
            #expect(driver.log.flushedEnd >= driver.log.logStart)
        }
    }

    @Test func withoutALimitNothingGoes() throws {
        let driver = try sample(retentionBytes: nil)
        #expect(driver.deleteExcess(floor: driver.log.logEnd) == 0)
        #expect(driver.log.logStart == .zero)
    }

    @Test func segmentWithAppendsUnderWayStays() throws {
        let driver = try sample(retentionBytes: 0, batches: 0)
        let value = [UInt8](repeating: 1, count: 250)
        for _ in 0..<5 { try driver.append(try TestBatches.encode([TestRecord(value: value)])) }
        #expect(driver.log.segments.count == 3)
        #expect(driver.deleteExcess(floor: Offset(100)) == 0)
        for _ in 0..<3 { driver.performOne() }
        for _ in 0..<3 { driver.completeOne() }
        #expect(driver.deleteExcess(floor: Offset(100)) == 1)
        #expect(driver.log.logStart == Offset(2))
        driver.drain()
        #expect(driver.deleteExcess(floor: Offset(100)) == 1)
        #expect(driver.log.logStart == Offset(4))
        #expect(try driver.readAll() == driver.written[4].bytes)
    }

    @Test func floorBeyondTheLogEndRemovesNothingInvisible() throws {
        let driver = try sample(retentionBytes: 0, batches: 0, flushMessages: 1)
        let value = [UInt8](repeating: 1, count: 250)
        for _ in 0..<3 { try driver.append(try TestBatches.encode([TestRecord(value: value)])) }
        for _ in 0..<3 { driver.performOne() }
        for _ in 0..<3 { driver.completeOne() }
        // Both batches of the first segment are written, the second not yet synced.
        #expect(driver.log.logEnd == Offset(1))
        #expect(driver.deleteExcess(floor: Offset(100)) == 0)
        #expect(driver.log.logStart == .zero)
    }

    /// A name that will not go stops the removal of later segments, whose absence would look
    /// like a loss at the next start.
    @Test func failedRemovalLeavesNoGap() throws {
        let probe = try sample(retentionBytes: 0, flushMessages: 1)
        let disk = try #require(probe.disk as? FaultyDisk)
        let before = disk.operations
        _ = probe.deleteExcess(floor: probe.log.logEnd)
        probe.drain()
        for at in 1...disk.operations - before {
            let disk = FaultyDisk()
            let driver = try sample(retentionBytes: 0, disk, flushMessages: 1)
            disk.fault = (disk.operations + at, .error(5))
            _ = driver.deleteExcess(floor: driver.log.logEnd)
            driver.drain()
            let next = try LogDriver(
                disk: disk.losePower(seed: UInt64(at)), settings: driver.settings)
            #expect(next.log.logEnd == Offset(11), "fault at \(at)")
            let bytes = driver.written.drop { $0.base < next.log.logStart }.flatMap(\.bytes)
            #expect(try next.readAll() == bytes)
        }
    }
}
