import Records
import Storage
import Testing

/// One disk operation of a pass after the other fails, or is the disk's last.
@Suite struct CompactionFaultTests {
    typealias Kind = OperationFaultTests.Kind

    /// A log with everything that a pass meets: tombstones, producers, epochs, several groups.
    private func sample(_ disk: FaultyDisk, isFlushing: Bool = true) throws -> LogDriver {
        let driver = try LogDriver.compacted(disk) {
            $0.flushMessages = isFlushing ? 1 : nil
            $0.deleteRetention = .zero
        }
        for number in 0..<60 {
            let producer =
                number % 3 == 0 ? TestProducer(id: 4, sequence: Int32(number / 3)) : nil
            try driver.appendKeyed(
                [KeyedRecord(key: number % 7, value: number % 11 == 0 ? nil : number)],
                epoch: LeaderEpoch(Int32(number / 25)), producer: producer)
            driver.drain()
        }
        return driver
    }

    /// Two passes, the second of which removes tombstones.
    private func cleanTwice(_ driver: LogDriver) throws {
        try driver.cleanFully(now: TestRecord.sometime, slice: 500)
        try driver.cleanFully(now: TestRecord.sometime + 1, slice: 500)
    }

    @Test(arguments: Kind.allCases)
    func faultAtEveryOperationOfAPassLosesNothing(_ kind: Kind) throws {
        let probe = FaultyDisk()
        let rehearsal = try sample(probe)
        let before = probe.operations
        try cleanTwice(rehearsal)
        let count = probe.operations - before
        try #require(count > 60)
        let expected = try rehearsal.writtenTable()
        for at in 1...count {
            let disk = FaultyDisk()
            let driver = try sample(disk)
            disk.fault = (disk.operations + at, OperationFaultTests.fault(kind))
            do { try cleanTwice(driver) } catch { try #require(error is StorageError) }
            driver.drain()
            let what = "\(kind) at \(at) of \(count)"
            if !disk.isDead {
                // Whatever failed, what is served stays right.
                try #require(try driver.table() == expected, "\(what)")
            }
            for seed in 0..<UInt64(kind == .powerLoss ? 6 : 1) {
                let left =
                    kind == .powerLoss ? disk.losePower(seed: seed) : disk.crashProcess()
                try checkStart(left, driver, expected, "\(what), seed \(seed)")
            }
        }
    }

    private func checkStart(
        _ disk: FaultyDisk, _ driver: LogDriver, _ expected: LogTable, _ what: String
    ) throws {
        let next = try LogDriver(disk: disk, settings: driver.settings)
        try #require(next.report.truncatedBytes == 0, "\(what)")
        try #require(next.log.logEnd == driver.log.logEnd, "\(what)")
        let table = try next.table()
        try #require(table == expected, "\(what)")
        for (offset, text) in table.records {
            try #require(expected.records[offset] == text, "\(what), offset \(offset)")
        }
        try #require(next.log.epochs.entries == driver.log.epochs.entries, "\(what)")
        try #require(
            next.log.producers.producer(4)?.batches == driver.log.producers.producer(4)?.batches,
            "\(what)")
        let names = disk.names.keys.filter { $0.hasSuffix(".cleaned") || $0.hasSuffix(".swap") }
        try #require(names.isEmpty, "\(what)")
        // It goes on: another pass, appends, another start.
        try cleanTwice(next)
        try next.appendKeyed([KeyedRecord(key: 1, value: 1000)], epoch: LeaderEpoch(9))
        next.drain()
        try #require(try next.table().values["key-1"] == "value-1000", "\(what)")
        let last = try LogDriver(disk: disk.crashProcess(), settings: driver.settings)
        try #require(try last.table() == (try next.table()), "\(what)")
    }

    /// Without flushes a power loss takes the end of the log and nothing for whose sake something
    /// else went. What it took comes again, as a leader sends it; the start after that still
    /// knows what was compacted.
    @Test(arguments: [Kind.processCrash, .powerLoss])
    func twoStartsWithoutFlushesLoseNothingButTheEnd(_ kind: Kind) throws {
        let probe = FaultyDisk()
        let rehearsal = try sample(probe, isFlushing: false)
        let before = probe.operations
        try cleanTwice(rehearsal)
        for at in 1...(probe.operations - before + 1) {
            let disk = FaultyDisk()
            let driver = try sample(disk, isFlushing: false)
            disk.fault = (disk.operations + at, .death)
            do { try cleanTwice(driver) } catch { try #require(error is StorageError) }
            for seed in 0..<UInt64(kind == .powerLoss ? 8 : 1) {
                let left =
                    kind == .powerLoss ? disk.losePower(seed: seed) : disk.crashProcess()
                try checkTwoStarts(left, driver, "\(kind) at \(at), seed \(seed)")
            }
        }
    }

    private func checkTwoStarts(
        _ disk: FaultyDisk, _ driver: LogDriver, _ what: String
    ) throws {
        let first = try LogDriver(disk: disk, settings: driver.settings)
        let end = first.log.logEnd
        try #require(first.log.logStart == .zero, "\(what)")
        let stands = driver.written.filter { $0.next <= end }
        try #require((stands.last?.next ?? .zero) == end, "\(what)")
        var expected = LogTable()
        try LogDriver.walk(stands.flatMap(\.bytes)) { expected.note($0) }
        try #require(try first.table() == expected, "\(what), end \(end)")
        let lost = driver.written.filter { $0.base >= end }
        if !lost.isEmpty { try first.append(copied: lost) }
        first.drain()
        let second = try LogDriver(disk: disk.crashProcess(), settings: driver.settings)
        for _ in 0..<2 {
            try #require(try second.table() == (try driver.writtenTable()), "\(what)")
            try cleanTwice(second)
        }
    }

    /// The start that completes a swap dies at each of its operations.
    @Test(arguments: [Kind.processCrash, .powerLoss])
    func faultAtEveryOperationOfASwapsCompletionLosesNothing(_ kind: Kind) throws {
        let probe = FaultyDisk()
        let rehearsal = try sample(probe)
        let expected = try rehearsal.writtenTable()
        let before = probe.operations
        try cleanTwice(rehearsal)
        for at in 1...(probe.operations - before) {
            let disk = FaultyDisk()
            let driver = try sample(disk)
            disk.fault = (disk.operations + at, .death)
            do { try cleanTwice(driver) } catch { try #require(error is StorageError) }
            let torn = disk.crashProcess()
            guard torn.names.keys.contains(where: { $0.hasSuffix(".swap") }) else { continue }
            for operation in 1..<60 {
                let second = torn.crashProcess()
                second.fault = (operation, .death)
                let isOver = (try? LogDriver(disk: second, settings: driver.settings)) != nil
                let left =
                    kind == .powerLoss
                    ? second.losePower(seed: UInt64(operation)) : second.crashProcess()
                let next = try LogDriver(disk: left, settings: driver.settings)
                let what = "\(kind) at \(at), then \(operation)"
                try #require(next.log.logEnd == driver.log.logEnd, "\(what)")
                try #require(try next.table() == expected, "\(what)")
                if isOver { break }
            }
        }
    }
}
