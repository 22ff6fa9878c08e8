import Records
import Storage
import Testing

@Suite struct IdempotenceTests {
    private func outOfOrder(_ expected: Int32, _ found: Int32, id: Int64 = 7) -> StorageError {
        .outOfOrderSequence(producerID: id, expected: expected, found: found)
    }

    @Test func eachOfTheLastFiveBatchesIsAnsweredWithItsFirstOffsets() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        var results: [PartitionLog.AppendResult] = []
        for number in Int32(0)..<7 {
            results.append(try driver.append(producer: 7, sequence: number * 3, records: 3))
            try driver.append(try TestBatches.encode([TestRecord()]))
        }
        driver.drain()
        let (end, bytes) = (driver.log.nextOffset, driver.log.byteCount)
        for number in Int32(2)..<7 {
            let again = try driver.append(producer: 7, sequence: number * 3, records: 3)
            #expect(again.outcome == .duplicate)
            #expect(again.baseOffset == results[Int(number)].baseOffset)
            #expect(again.nextOffset == results[Int(number)].nextOffset)
        }
        for number in Int32(0)..<2 {
            #expect(throws: outOfOrder(21, number * 3)) {
                try driver.append(producer: 7, sequence: number * 3, records: 3)
            }
        }
        #expect(driver.asked.isEmpty)
        #expect(driver.log.nextOffset == end && driver.log.byteCount == bytes)
        #expect(try driver.append(producer: 7, sequence: 21).outcome == .appended)
    }

    @Test func duplicateOfAnAppendUnderWayIsKnown() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        let first = try driver.append(producer: 7, sequence: 0)
        let again = try driver.append(producer: 7, sequence: 0)
        #expect(again.outcome == .duplicate && again.nextOffset == first.nextOffset)
        #expect(driver.log.logEnd == .zero)
        #expect(driver.asked.count == 1)
    }

    @Test func gapsAndOverlapsAreOutOfOrder() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        try driver.append(producer: 7, sequence: 0, records: 4)
        try driver.append(producer: 7, sequence: 4, records: 4)
        for (sequence, records) in [(Int32(9), 1), (12, 4), (7, 1), (4, 3), (0, 5), (3, 4)] {
            #expect(throws: outOfOrder(8, sequence), "\(sequence)") {
                try driver.append(producer: 7, sequence: sequence, records: records)
            }
        }
        // One that was refused leaves no trace.
        #expect(try driver.append(producer: 7, sequence: 8).outcome == .appended)
    }

    @Test func oldEpochIsRefusedAndANewOneBeginsAtZero() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        try driver.append(producer: 7, sequence: 0, producerEpoch: 2)
        try driver.append(producer: 7, sequence: 1, producerEpoch: 2)
        #expect(throws: StorageError.staleProducerEpoch(producerID: 7, last: 2, found: 1)) {
            try driver.append(producer: 7, sequence: 0, producerEpoch: 1)
        }
        #expect(throws: outOfOrder(0, 2)) {
            try driver.append(producer: 7, sequence: 2, producerEpoch: 3)
        }
        let new = try driver.append(producer: 7, sequence: 0, producerEpoch: 3)
        #expect(new.outcome == .appended && new.baseOffset == Offset(2))
        #expect(throws: StorageError.staleProducerEpoch(producerID: 7, last: 3, found: 2)) {
            try driver.append(producer: 7, sequence: 1, producerEpoch: 2)
        }
        let again = try driver.append(producer: 7, sequence: 0, producerEpoch: 3)
        #expect(again.outcome == .duplicate && again.baseOffset == Offset(2))
    }

    @Test func sequenceGoesRoundAfterItsLast() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        let last = Int32.max
        try driver.append(producer: 7, sequence: last - 2, records: 3)
        #expect(throws: outOfOrder(0, 1)) { try driver.append(producer: 7, sequence: 1) }
        #expect(try driver.append(producer: 7, sequence: 0).outcome == .appended)
        // A batch across the end: its records have the last two sequences, 0 and 1.
        try driver.append(producer: 8, sequence: last - 1, records: 4)
        let state = try #require(driver.log.producers.producer(8)?.batches.last)
        #expect(state.lastSequence == 1)
        #expect(throws: outOfOrder(2, 0, id: 8)) { try driver.append(producer: 8, sequence: 0) }
        #expect(
            try driver.append(producer: 8, sequence: last - 1, records: 4).outcome == .duplicate)
        #expect(try driver.append(producer: 8, sequence: 2).outcome == .appended)
    }

    @Test func unknownProducerBeginsAnywhere() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        #expect(try driver.append(producer: 7, sequence: 1234).outcome == .appended)
        #expect(throws: outOfOrder(1235, 0)) { try driver.append(producer: 7, sequence: 0) }
        #expect(try driver.append(producer: 8, sequence: 0).outcome == .appended)
    }

    @Test func plainBatchesLeaveNoTrace() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        let batch = try TestBatches.encode([TestRecord()])
        for _ in 0..<3 { #expect(try driver.append(batch).outcome == .appended) }
        #expect(driver.log.producers.producers.isEmpty)
    }

    @Test func producerWithoutASequenceIsNoValidBatch() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        for (sequence, epoch) in [(Int32(-1), Int16(0)), (0, -1)] {
            #expect(throws: StorageError.invalidBatch(.inconsistentHeader)) {
                try driver.append(producer: 7, sequence: sequence, producerEpoch: epoch)
            }
        }
        #expect(driver.log.nextOffset == .zero)
    }

    /// The first write is lost; the repetition must not be told that it stands.
    @Test func failedLogDoesNotConfirmWhatItLost() throws {
        let disk = FaultyDisk()
        let driver = try LogDriver(disk: disk)
        try driver.append(producer: 7, sequence: 0)
        disk.fault = (disk.operations + 1, .error(5))
        driver.drain()
        #expect(throws: StorageError.logFailed(path: LogDriver.directory)) {
            try driver.append(producer: 7, sequence: 0)
        }
    }

    @Test func silentProducerIsForgottenAndBeginsAnywhere() throws {
        var settings = LogSettings()
        settings.producerExpiration = .milliseconds(100)
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        for id in Int64(1)...4 { try driver.append(producer: id, sequence: 0) }
        driver.now = driver.now + .milliseconds(60)
        try driver.append(producer: 2, sequence: 1)
        driver.now = driver.now + .milliseconds(39)
        driver.log.expireProducers(now: driver.now)
        #expect(driver.log.producers.producers.count == 4)
        driver.now = driver.now + .milliseconds(1)
        driver.log.expireProducers(now: driver.now)
        #expect(driver.log.producers.contents.map(\.id) == [2])
        #expect(try driver.append(producer: 2, sequence: 1).outcome == .duplicate)
        #expect(try driver.append(producer: 4, sequence: 77).outcome == .appended)
        #expect(try driver.append(producer: 4, sequence: 77).outcome == .duplicate)
    }

    /// Producers that come, write once and never return.
    @Test func appendsKeepTheTableFromGrowing() throws {
        var settings = LogSettings()
        settings.producerExpiration = .milliseconds(10)
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        for id in Int64(0)..<2000 {
            driver.now = driver.now + .milliseconds(1)
            try driver.append(producer: id, sequence: 0)
            try #require(driver.log.producers.producers.count <= 21)
        }
    }
}
