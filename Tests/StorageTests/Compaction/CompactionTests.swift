import Records
import Storage
import Testing

/// What a pass of the cleaner keeps, takes and leaves alone.
@Suite struct CompactionTests {
    private let sometime = TestRecord.sometime

    /// `rounds` updates of each of `keys`, a batch each.
    private func sample(
        keys: Int, rounds: Int, _ change: (inout LogSettings) -> Void = { _ in }
    ) throws -> LogDriver {
        let driver = try LogDriver.compacted(FaultyDisk(), change)
        for round in 0..<rounds {
            for key in 0..<keys {
                try driver.appendKeyed([KeyedRecord(key: key, value: round * 100 + key)])
            }
        }
        driver.drain()
        return driver
    }

    @Test func onlyTheLatestOfEachKeyStaysBelowTheActiveSegment() throws {
        let driver = try sample(keys: 5, rounds: 20)
        let before = try driver.writtenTable()
        let active = try #require(driver.log.segments.last).baseOffset
        let bytes = driver.log.byteCount
        #expect(try driver.cleanFully())
        let after = try driver.table()
        #expect(after == before)
        #expect(driver.log.byteCount < bytes / 4)
        #expect(driver.log.cleaned.firstDirty == active)
        for (offset, text) in after.records { #expect(before.records[offset] == text) }
        let below = after.records.keys.filter { $0 < active.rawValue }
        #expect(below.count == 5)
        #expect(driver.log.byteCount == driver.log.segments.reduce(0) { $0 + $1.byteCount })
        #expect(try driver.table(bytesMax: 1) == before)
    }

    @Test func nothingAtOrBeyondTheBoundIsCompacted() throws {
        let driver = try sample(keys: 2, rounds: 40)
        let bound = Offset(30)
        #expect(try driver.cleanFully(below: bound))
        let table = try driver.table()
        #expect(driver.log.cleaned.firstDirty <= bound)
        for offset in driver.log.cleaned.firstDirty.rawValue..<80 {
            #expect(table.records[offset] != nil, "\(offset)")
        }
        // The latest below the bound stays though later ones follow beyond.
        let kept = table.records.keys.filter { $0 < driver.log.cleaned.firstDirty.rawValue }
        #expect(kept.count == 2)
    }

    @Test func youngRecordsWait() throws {
        let driver = try sample(keys: 2, rounds: 40) { $0.minCompactionLag = .seconds(60) }
        #expect(try !driver.cleanFully(now: sometime + 60_000 - 1))
        #expect(try driver.cleanFully(now: sometime + 60_000))
    }

    @Test func aPassWaitsForEnoughNewRecords() throws {
        let driver = try sample(keys: 30, rounds: 4) { $0.minCleanableDirtyRatio = 0.5 }
        #expect(try driver.cleanFully())
        let clean = driver.log.segments.dropLast().reduce(0) { $0 + $1.byteCount }
        var passes = 0
        for round in 0..<300 where passes == 0 {
            try driver.appendKeyed([KeyedRecord(key: round, value: round)])
            driver.drain()
            let found = driver.log.cleanable(below: driver.log.logEnd, now: sometime)
            guard let found else { continue }
            #expect(found.dirtyBytes >= clean)
            passes += 1
        }
        #expect(passes == 1)
    }

    @Test func recordsWithoutAKeyStay() throws {
        let driver = try LogDriver.compacted()
        for number in 0..<30 {
            try driver.append(
                try TestBatches.encode([TestRecord(key: nil, value: [UInt8(number)])]))
        }
        driver.drain()
        #expect(try driver.cleanFully())
        #expect(try driver.table().records.count == 30)
    }

    @Test(arguments: Codec.allCases)
    func tombstonesStayUntilTheirHorizon(codec: Codec) throws {
        let driver = try LogDriver.compacted { $0.deleteRetention = .seconds(100) }
        try driver.appendKeyed(
            [KeyedRecord(key: 1, value: 1), KeyedRecord(key: 2, value: 2)], codec: codec)
        try driver.appendKeyed([KeyedRecord(key: 1, value: nil)], codec: codec)
        for value in 0..<20 { try driver.appendKeyed([KeyedRecord(key: 3, value: value)]) }
        driver.drain()
        #expect(try driver.cleanFully(now: sometime))
        var table = try driver.table()
        #expect(table.tombstones == ["key-1"])
        #expect(table.records[0] == nil && table.records[1] != nil && table.records[2] != nil)
        #expect(driver.log.cleaned.nextHorizon == sometime + 100_000)
        // Nothing to do before the horizon, one pass at it, none after.
        #expect(try !driver.cleanFully(now: sometime + 99_999))
        table = try driver.table()
        #expect(table.tombstones == ["key-1"])
        #expect(try driver.cleanFully(now: sometime + 100_000))
        table = try driver.table()
        #expect(table.tombstones.isEmpty && table.records[2] == nil)
        #expect(table == (try driver.writtenTable()))
        #expect(try !driver.cleanFully(now: sometime + 200_000))
    }

    /// A pass before the horizon keeps the first pass's stamp.
    @Test func laterPassesDoNotMoveTheHorizon() throws {
        let driver = try LogDriver.compacted { $0.deleteRetention = .seconds(100) }
        try driver.appendKeyed([KeyedRecord(key: 1, value: nil)])
        func more() throws {
            for value in 0..<20 { try driver.appendKeyed([KeyedRecord(key: 3, value: value)]) }
            driver.drain()
        }
        try more()
        #expect(try driver.cleanFully(now: sometime))
        try more()
        #expect(try driver.cleanFully(now: sometime + 60_000))
        #expect(driver.log.cleaned.nextHorizon == sometime + 100_000)
        #expect(try driver.table().tombstones == ["key-1"])
        try more()
        #expect(try driver.cleanFully(now: sometime + 100_001))
        #expect(try driver.table().tombstones.isEmpty)
    }

    /// Repetitions are known and sequences go on after a restart, whatever records are left.
    @Test func producersAreRememberedWithoutTheirRecords() throws {
        let disk = FaultyDisk()
        let driver = try LogDriver.compacted(disk)
        for sequence in 0..<Int32(8) {
            try driver.appendKeyed(
                [KeyedRecord(key: 1, value: Int(sequence))],
                producer: TestProducer(id: 9, sequence: sequence))
        }
        for value in 0..<30 { try driver.appendKeyed([KeyedRecord(key: 1, value: value)]) }
        driver.drain()
        let known = driver.log.producers.producer(9)?.batches
        #expect(try driver.cleanFully())
        #expect(try driver.table().records.keys.min().map { $0 > 8 } == true)
        let next = try LogDriver.compacted(disk.crashProcess())
        #expect(next.log.producers.producer(9)?.batches == known)
        let again = try next.append(
            try KeyedBatches.encode(
                [KeyedRecord(key: 1, value: 5)], producer: TestProducer(id: 9, sequence: 5)))
        #expect(again.outcome == .duplicate && again.baseOffset == Offset(5))
        try next.appendKeyed(
            [KeyedRecord(key: 1, value: 8)], producer: TestProducer(id: 9, sequence: 8))
    }

    @Test func epochsBeginWhereTheyBegan() throws {
        let disk = FaultyDisk()
        let driver = try LogDriver.compacted(disk)
        for number in 0..<60 {
            try driver.appendKeyed(
                [KeyedRecord(key: number % 2, value: number)],
                epoch: LeaderEpoch(Int32(number / 7)))
        }
        driver.drain()
        let epochs = driver.log.epochs.entries
        #expect(try driver.cleanFully())
        #expect(driver.log.epochs.entries == epochs)
        let next = try LogDriver.compacted(disk.crashProcess())
        #expect(next.log.epochs.entries == epochs)
        #expect(next.log.logEnd == driver.log.logEnd)
        #expect(try next.table() == (try driver.writtenTable()))
    }

    @Test func smallSegmentsBecomeOne() throws {
        let driver = try sample(keys: 3, rounds: 100)
        let before = driver.log.segments.count
        #expect(try driver.cleanFully())
        // The groups go by the bytes before; a second pass finds them small.
        for value in 0..<20 { try driver.appendKeyed([KeyedRecord(key: 9, value: value)]) }
        driver.drain()
        #expect(try driver.cleanFully())
        #expect(driver.log.segments.count < before / 3)
        for (earlier, later) in zip(driver.log.segments, driver.log.segments.dropFirst()) {
            #expect(earlier.nextOffset == later.baseOffset)
        }
        #expect(try driver.table() == (try driver.writtenTable()))
    }

    @Test func aFullMapCleansWhatItKnows() throws {
        let driver = try sample(keys: 200, rounds: 3) { $0.dedupeBufferBytes = 6000 }
        var passes = 0
        while passes < 100, try driver.cleanFully() { passes += 1 }
        #expect(passes > 2 && passes < 100)
        #expect(try driver.table() == (try driver.writtenTable()))
    }

    @Test func oldSegmentsOfACompactedLogGoToo() throws {
        let driver = try sample(keys: 40, rounds: 3) {
            $0.cleanupPolicy = .compactAndDelete
            $0.retentionBytes = 2000
        }
        let before = try driver.writtenTable()
        #expect(try driver.cleanFully())
        #expect(driver.deleteExcess(floor: driver.log.logEnd) > 0)
        driver.drain()
        #expect(driver.log.cleaned.firstDirty >= driver.log.logStart)
        let table = try driver.table()
        #expect(table.values.count < 40)
        for (key, value) in table.values { #expect(before.values[key] == value) }
    }

    @Test func compactionAloneDeletesNoSegment() throws {
        let driver = try sample(keys: 40, rounds: 3) {
            $0.retentionBytes = 100
            $0.retentionTime = .milliseconds(1)
        }
        #expect(driver.deleteExcess(floor: driver.log.logEnd) == 0)
        #expect(driver.deleteExpired(floor: driver.log.logEnd, now: .max) == 0)
    }
}
