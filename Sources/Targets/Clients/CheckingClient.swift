import Checker
import Client
import LoadGenerator
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
    /// The next offset to process of each partition of the topic; only the assigned ones move.
    let positions: [LiveCount]
    private(set) var corruptBatches = 0
    private(set) var skippedRecords = 0
    private let timeline: RunTimeline

    init(
        checker: MemberChecker, timeline: RunTimeline, serviceTime: ServiceTimeSampler,
        partitions: Int,
        clock: ClientClock = .monotonic,
        history: MemberHistory? = nil
    ) {
        meter = WorkMeter(clock: clock)
        receiver = RecordReceiver(
            checker: checker, timeline: timeline, serviceTime: serviceTime, history: history)
        positions = (0..<partitions).map { _ in LiveCount() }
        self.timeline = timeline
    }

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
            positions[partition.index].set(Int(cursor.nextOffset.rawValue))
            return resume
        } catch {
            corrupt(partition: partition, error: error)
            return nil
        }
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {
        skippedRecords += logStart.distance(from: position)
        positions[partition.index].set(Int(logStart.rawValue))
    }

    func truncated(partition: PartitionIndex, from position: Offset, to end: Offset) {
        receiver.truncated(partition, at: end)
    }

    func corrupt(partition: PartitionIndex, error: RecordError) { corruptBatches += 1 }
}
