import Records
import Storage
import Testing

/// What the checkpoint file says after the log was cut: a start that believed it beyond the cut
/// would take what is fetched again for compacted, and a deleted key would come back.
@Suite struct CleanerCheckpointTests {
    typealias Kind = OperationFaultTests.Kind

    /// A log of 120 keys, of which 98 are clean.
    private func sample(_ disk: FaultyDisk) throws -> LogDriver {
        let driver = try LogDriver.compacted(disk) { $0.deleteRetention = .zero }
        for number in 0..<100 {
            try driver.appendKeyed([KeyedRecord(key: number, value: number)])
        }
        driver.drain()
        try driver.cleanFully()
        try #require(driver.log.cleaned.firstDirty == Offset(98))
        for number in 100..<120 {
            try driver.appendKeyed([KeyedRecord(key: number, value: number)])
        }
        driver.drain()
        return driver
    }

    /// The log takes a value and its tombstone where it was cut, grows past what was clean, and
    /// starts once more: the key stays deleted.
    private func checkGrowth(
        _ second: LogDriver, on disk: FaultyDisk, _ what: String
    ) throws {
        let end = second.log.logEnd
        try #require(second.log.cleaned.firstDirty <= end, "\(what)")
        try second.appendKeyed([KeyedRecord(key: 500, value: 1)])
        try second.appendKeyed([KeyedRecord(key: 500, value: nil)])
        for filler in 600..<720 {
            try second.appendKeyed([KeyedRecord(key: filler, value: filler)])
        }
        second.drain()
        let left = disk.crashProcess()
        let third = try LogDriver(disk: left, settings: second.settings)
        try #require(third.log.cleaned.firstDirty <= end, "\(what)")
        for pass in 0..<2 {
            for key in 900..<920 { try third.appendKeyed([KeyedRecord(key: key, value: pass)]) }
            third.drain()
            try third.cleanFully(now: TestRecord.sometime + Int64(pass) * 10)
        }
        try #require(try third.table().values["key-500"] == nil, "\(what)")
    }

    @Test func aStartThatCutsTheLogReplacesIt() throws {
        let disk = FaultyDisk()
        let driver = try sample(disk)
        let base = driver.log.segments[1].baseOffset
        let path = LogDriver.directory + "/" + SegmentNames.stem(base) + ".log"
        disk.names[path]?.bytes[70] ^= 1
        let second = try LogDriver(disk: disk, settings: driver.settings)
        #expect(second.log.logEnd == base)
        try checkGrowth(second, on: disk, "cut at \(base)")
    }

    /// Bytes that nobody can read may hide an older state of the file, which power loss brings
    /// back.
    @Test func aFileThatCannotBeReadIsReplaced() throws {
        let path = LogDriver.directory + "/" + CleanerCheckpoint.name
        for seed in 0..<UInt64(20) {
            let disk = FaultyDisk()
            let driver = try sample(disk)
            let file = try disk.open(path, create: false)
            try disk.sync(file)
            try disk.truncate(file, to: 0)
            disk.close(file)
            try disk.syncDirectory(LogDriver.directory)
            let second = try LogDriver(disk: disk, settings: driver.settings)
            try #require(second.log.cleaned.firstDirty == .zero)
            let third = try LogDriver(
                disk: disk.losePower(seed: seed), settings: driver.settings)
            try #require(third.log.cleaned.firstDirty == .zero, "seed \(seed)")
        }
    }

    @Test(arguments: [Kind.processCrash, .powerLoss])
    func aCutThatIsInterruptedLeavesNoneBeyondIt(_ kind: Kind) throws {
        let target = Offset(20)
        try forEachFault(kind) {
            try $0.truncate(to: target)
        } check: { disk, settings, what in
            let second = try LogDriver(disk: disk, settings: settings)
            if second.log.logEnd > target { try second.truncate(to: target) }
            second.drain()
            try checkGrowth(second, on: disk, what)
        }
    }

    @Test(arguments: [Kind.processCrash, .powerLoss], [Offset(500), Offset(110), .zero])
    func anEmptyingThatIsInterruptedLeavesNoneBeyondWhatIsThere(
        _ kind: Kind, _ start: Offset
    ) throws {
        try forEachFault(kind) {
            try $0.truncateFully(startingAt: start)
        } check: {
            disk, settings, what in
            let second = try LogDriver(disk: disk, settings: settings)
            let first = second.log.cleaned.firstDirty
            try #require(first <= Offset(98) || first == second.log.logStart, "\(what)")
            try second.truncateFully(startingAt: start)
            second.drain()
            try checkGrowth(second, on: disk, what)
        }
    }

    private func forEachFault(
        _ kind: Kind, _ cut: (LogDriver) throws -> Void,
        check: (FaultyDisk, LogSettings, String) throws -> Void
    ) throws {
        for at in 1..<200 {
            let disk = FaultyDisk()
            let driver = try sample(disk)
            disk.fault = (disk.operations + at, .death)
            do { try cut(driver) } catch { try #require(error is StorageError) }
            let left = kind == .powerLoss ? disk.losePower(seed: UInt64(at)) : disk.crashProcess()
            try check(left, driver.settings, "\(kind) at \(at)")
            if !disk.isDead { return }
        }
        Issue.record("a cut takes more than two hundred operations")
    }
}
