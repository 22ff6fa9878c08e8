import Records
import Storage

/// Drives one log: holds its requests until told to perform them, and remembers what it was
/// given.
final class LogDriver {
    static let directory = "events-0"

    let disk: any Disk
    let settings: LogSettings
    let pool = BufferPool()
    private(set) var log: PartitionLog
    let report: PartitionLog.RecoveryReport
    var now = Instant(1)

    /// Asked for and not performed.
    var asked: [DiskRequest] = []
    /// Performed and not handed back.
    private(set) var performed: [DiskCompletion] = []
    /// Every batch that the log took, oldest first, from the offset that it opened with.
    private(set) var written: [WrittenBatch] = []
    /// End of the last batch whose write was performed.
    private(set) var performedEnd: Offset

    init(
        disk: any Disk, settings: LogSettings = LogSettings(),
        clean: PartitionLog.CleanState? = nil
    ) throws {
        self.disk = disk
        self.settings = settings
        (log, report) = try PartitionLog.open(
            owner: 7, directory: Self.directory, settings: settings, disk: disk, clean: clean)
        performedEnd = log.logEnd
    }

    /// Appends as the leader.
    @discardableResult func append(
        _ bytes: [UInt8], epoch: LeaderEpoch = .initial
    ) throws -> PartitionLog.AppendResult {
        let result = try log.appendAsLeader(
            BatchBuffer(bytes), epoch: epoch, now: now, requests: &asked)
        guard result.outcome == .appended else { return result }
        written.append(TestBatches.stamped(bytes, base: result.baseOffset, epoch: epoch))
        return result
    }

    /// Appends as a follower.
    func append(copied batches: [WrittenBatch]) throws {
        _ = try log.appendAsFollower(
            BatchBuffer(batches.flatMap(\.bytes)), now: now, requests: &asked)
        written += batches
    }

    /// Cuts the log when nothing is under way.
    func truncate(to target: Offset) throws {
        try log.truncate(to: target, requests: &asked)
        written.removeAll { $0.next > log.logEnd }
        performedEnd = log.logEnd
    }

    /// Empties the log when nothing is under way.
    func truncateFully(startingAt start: Offset) throws {
        try log.truncateFully(startingAt: start, requests: &asked)
        written = []
        performedEnd = start
    }

    func deleteExcess(floor: Offset) -> Int { log.deleteExcess(floor: floor, requests: &asked) }

    func deleteExpired(floor: Offset, now: Int64) -> Int {
        log.deleteExpired(floor: floor, now: now, requests: &asked)
    }

    /// Compacts for about `bytesMax` bytes.
    func clean(bytesMax: Int) throws { _ = try log.clean(bytesMax: bytesMax, requests: &asked) }

    func flushIfDue() { log.flushIfDue(now: now, requests: &asked) }

    /// Takes a request into the queue.
    func ask(_ request: DiskRequest) { asked.append(request) }

    /// Performs the oldest request.
    func performOne() {
        guard !asked.isEmpty else { return }
        let completion = disk.perform(asked.removeFirst())
        if case .append(_, _, let buffer) = completion.request.operation,
            completion.error == nil
        {
            let bytes = BatchSequence(buffer.bytes).reduce(performedEnd) { $1.nextOffset }
            performedEnd = bytes
        }
        performed.append(completion)
    }

    /// Hands the oldest completion back and answers it.
    @discardableResult func completeOne() -> DiskCompletion? {
        guard !performed.isEmpty else { return nil }
        let completion = performed.removeFirst()
        log.complete(completion)
        return completion
    }

    /// Performs and completes all that is under way.
    func drain() {
        while !asked.isEmpty { performOne() }
        while completeOne() != nil {}
    }
}
