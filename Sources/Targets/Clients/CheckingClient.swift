import Checker
import Client
import LoadGenerator
import Messages
import Platform
import Records
import RunResults
import Workloads

/// The application behind one group member: records to the receiver.
///
/// Driven by its shard's thread; other threads read `processed` and `positions` while it runs,
/// and everything after the threads have ended.
final class CheckingClient: ConsumerApplication, @unchecked Sendable {
    private(set) var receiver: RecordReceiver
    /// What decoding and checking take.
    private(set) var meter: WorkMeter
    /// Records processed.
    let processed = LiveCount()
    /// Where its group stands.
    private let progress: GroupProgress
    /// Its number in the group.
    private let number: Int
    private(set) var corruptBatches = 0
    /// Why it is no member and will not be; nil while it may be.
    let failure = Lock<ClientError?>(nil)
    private let timeline: RunTimeline
    /// What lets it pass over records where it begins without a commit.
    private let resetPassing: PassingCause

    init(
        checker: MemberChecker, timeline: RunTimeline, serviceTime: ServiceTimeSampler,
        progress: GroupProgress, number: Int, resetPassing: PassingCause = .reset,
        clock: ClientClock = .monotonic, history: MemberHistory? = nil
    ) {
        self.resetPassing = resetPassing
        meter = WorkMeter(clock: clock)
        receiver = RecordReceiver(
            checker: checker, timeline: timeline, serviceTime: serviceTime, history: history)
        self.progress = progress
        self.number = number
        self.timeline = timeline
    }

    func batchBegins(_ passage: BatchPassage?, fetchedAt: Instant) {
        receiver.batchBegins(passage, fetchedAt: fetchedAt)
    }

    /// Where the time of its records went.
    func stageLatencies() -> StageLatencies { receiver.stageLatencies() }

    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant? {
        let before = receiver.processedRecords
        let mark = meter.begin(now: now)
        defer {
            meter.end(
                mark, records: receiver.processedRecords - before,
                isMeasured: timeline.isMeasured(mark.begin))
            processed.set(receiver.processedRecords)
        }
        do throws(RecordError) {
            let resume = try receiver.process(
                &cursor, partition: partition, position: position, now: mark.begin)
            advance(partition, to: cursor.nextOffset)
            return resume
        } catch {
            corrupt(partition: partition, error: error)
            return nil
        }
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {
        receiver.passedOver(partition, to: logStart)
        advance(partition, to: logStart)
    }

    /// The group stands where the latest owner of a partition does.
    private func advance(_ partition: PartitionIndex, to position: Offset) {
        guard !receiver.isOvertaken(partition) else { return }
        progress.positions[partition.index].set(Int(position.rawValue))
    }

    func truncated(partition: PartitionIndex, from position: Offset, to end: Offset) {
        receiver.truncated(partition, at: end)
    }

    func corrupt(partition: PartitionIndex, error: RecordError) { corruptBatches += 1 }
}

/// What befalls a member of a subscribed group.
extension CheckingClient {
    func rebalanceBegan(owned: Int, stopsReading: Bool, now: Instant) {
        progress.journal?.rebalanceBegan(
            number, owned: owned, stopsReading: stopsReading, now: now)
    }

    func shareTaken(_ partitions: [PartitionIndex], generation: GroupGeneration, now: Instant) {
        receiver.assigned(partitions, generation: generation.rawValue, now: now)
        progress.journal?.shareTaken(
            number, share: partitions.count, generation: generation.rawValue, now: now)
    }

    func assigned(
        _ partition: PartitionIndex, from position: Offset, isCommitted: Bool,
        generation: GroupGeneration, now: Instant
    ) {
        let isLatest = receiver.resumed(
            partition, at: position, passing: isCommitted ? .commit : resetPassing,
            generation: generation.rawValue)
        guard isLatest else { return }
        progress.positions[partition.index].set(Int(position.rawValue))
        let committed = progress.committed[partition.index]
        // What was committed before stands until another commit.
        if isCommitted || committed.now == 0 || position.rawValue < committed.now {
            committed.set(Int(position.rawValue))
        }
        progress.journal?.assigned(number, partition, now: now)
    }

    func revoked(_ partitions: [(PartitionIndex, Offset)], now: Instant) {
        receiver.gaveUp(partitions.map(\.0))
        progress.journal?.revoked(number, partitions.map(\.0), now: now)
    }

    func lost(_ partitions: [(PartitionIndex, Offset)], now: Instant) {
        receiver.gaveUp(partitions.map(\.0))
        progress.journal?.revoked(number, partitions.map(\.0), now: now)
    }

    func rebalanceEnded(now: Instant) { progress.journal?.rebalanceEnded(number, now: now) }

    func committed(_ partition: PartitionIndex, _ offset: Offset, now: Instant) {
        guard !receiver.isOvertaken(partition) else { return }
        progress.committed[partition.index].set(Int(offset.rawValue))
    }

    func commitFailed(_ error: ErrorCode, now: Instant) {
        progress.journal?.commitFailed(now: now)
    }

    func pollTookTooLong(now: Instant) { progress.journal?.pollTookTooLong(number, now: now) }

    func left(now: Instant) { progress.journal?.left(number) }

    func processEnded(now: Instant) {
        receiver.interrupted()
        progress.journal?.processEnded(number, now: now)
    }

    func membershipFailed(_ error: ClientError, now: Instant) {
        progress.journal?.left(number)
        failure.withLock { $0 = error }
    }
}
