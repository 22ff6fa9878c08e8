import Records
import Storage
import Testing

/// Each disk operation of a cut fails or is the disk's last.
@Suite struct TruncationFaultTests {
    private static var settings: LogSettings {
        var settings = LogSettings()
        settings.segmentBytes = 600
        settings.indexIntervalBytes = 150
        return settings
    }

    /// A log that is durable up to now, and its last step.
    private func sample() throws -> (LogDriver, FaultyDisk) {
        let disk = FaultyDisk()
        let driver = try LogDriver(disk: disk, settings: Self.settings)
        for (index, bytes) in try TestBatches.assortment(count: 14, bytesMax: 160, seed: 31)
            .enumerated()
        {
            try driver.append(bytes, epoch: LeaderEpoch(Int32(index / 4)))
        }
        driver.drain()
        for segment in driver.log.segments { try disk.sync(segment.file) }
        try disk.syncDirectory(".")
        try disk.syncDirectory(LogDriver.directory)
        return (driver, disk)
    }

    private typealias Cut = (LogDriver, Offset) throws -> Void

    /// Runs the cut with a fault at one operation after the other and hands what was and what the
    /// next start finds to `check`.
    private func forEachFault(
        _ cut: Cut, at target: Offset, kind: OperationFaultTests.Kind,
        check: (_ written: [WrittenBatch], _ next: LogDriver, _ what: String) throws -> Void
    ) throws {
        for at in 1..<100 {
            let (driver, disk) = try sample()
            let written = driver.written
            let before = disk.operations
            disk.fault = (before + at, OperationFaultTests.fault(kind))
            var failed = false
            do { try cut(driver, target) } catch {
                try #require(error is StorageError)
                failed = true
            }
            let what = "\(kind) at \(at), cut at \(target)"
            if failed, !disk.isDead { try Self.checkFailed(driver, written, what) }
            let next = kind == .powerLoss ? disk.losePower(seed: UInt64(at)) : disk.crashProcess()
            try check(written, try LogDriver(disk: next, settings: Self.settings), what)
            if disk.operations < before + at {
                try #require(!failed, "\(what)")
                return
            }
        }
        Issue.record("a cut takes more than a hundred operations")
    }

    /// A cut that did not come through leaves a log that is whole or offline.
    private static func checkFailed(
        _ driver: LogDriver, _ written: [WrittenBatch], _ what: String
    ) throws {
        if driver.log.hasFailed {
            try #require(throws: StorageError.self) {
                try driver.append(written[0].bytes, epoch: LeaderEpoch(9))
            }
        } else {
            try #require(try driver.readAll() == written.flatMap(\.bytes), "\(what)")
        }
        driver.drain()
        _ = try driver.log.close()
        try #require((driver.disk as? FaultyDisk)?.openFiles == 0, "\(what)")
    }

    @Test(arguments: OperationFaultTests.Kind.allCases)
    func cutThatIsInterruptedLeavesTheOldLogOrTheCutOne(
        _ kind: OperationFaultTests.Kind
    ) throws {
        let bases = try sample().0.log.segments.map(\.baseOffset)
        try #require(bases.count >= 3)
        for target in [Offset(1), bases[1], bases[1].advanced(by: 3), bases[2].advanced(by: 1)] {
            try forEachFault({ try $0.truncate(to: $1) }, at: target, kind: kind) {
                written, next, what in
                let bytes = try next.readAll()
                let stands = written.filter { $0.next <= next.log.logEnd }
                try #require(bytes == stands.flatMap(\.bytes), "\(what)")
                let owed = written.last { $0.next <= target }?.next ?? .zero
                try #require(next.log.logEnd >= owed, "\(what)")
                try next.truncate(to: target)
                try #require(next.log.logEnd == owed, "\(what)")
            }
        }
    }

    @Test(arguments: OperationFaultTests.Kind.allCases)
    func emptyingThatIsInterruptedLeavesAPieceOfTheOldLogOrNothing(
        _ kind: OperationFaultTests.Kind
    ) throws {
        let bases = try sample().0.log.segments.map(\.baseOffset)
        for start in [Offset(500), .zero, bases[1], bases[1].advanced(by: 1)] {
            try forEachFault({ try $0.truncateFully(startingAt: $1) }, at: start, kind: kind) {
                written, next, what in
                let log = next.log
                let stands = written.filter { $0.base >= log.logStart && $0.next <= log.logEnd }
                try #require(try next.readAll() == stands.flatMap(\.bytes), "\(what)")
                try #require(
                    !stands.isEmpty || log.logStart == start || log.logStart == .zero, "\(what)")
                try next.truncateFully(startingAt: start)
                try #require(next.log.logEnd == start, "\(what)")
            }
        }
    }
}
