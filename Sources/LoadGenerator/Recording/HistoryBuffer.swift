package import Checker
package import Records

/// The events of a history that one thread records, in order.
///
/// Times never go back in it: an event that comes with an earlier time gets that of the event
/// before, because a step may be told of the instant at which it began.
package final class HistoryBuffer {
    private(set) var events: [HistoryEvent] = []
    /// When the first event came that was left out.
    private(set) var cut: Instant?
    private let budget: HistoryRecorder.Budget
    private var granted = 0
    private let sequenceStride: Int64
    private var lastTime = Instant(Int64.min)

    init(budget: HistoryRecorder.Budget, sequenceStride: Int64) {
        self.budget = budget
        self.sequenceStride = sequenceStride
    }

    /// A record was handed to its producer.
    package func invoked(_ stamp: RecordStamp, partition: PartitionIndex, now: Instant) {
        guard admits(1, now) else { return }
        events.append(
            .invoke(
                SendInvocation(
                    time: lastTime,
                    value: value(
                        producer: Int(stamp.producer), stamp.partitionSequence, partition),
                    partition: partition, key: key(stamp))))
    }

    /// The sends of one batch came to their end.
    ///
    /// - Parameters:
    ///   - baseOffset: of the first; nil where the outcome is not `ok`, or under acks=0.
    ///   - error: Kafka's number, where there was one.
    package func completed(
        producer: Int, partition: PartitionIndex, firstSequence: UInt64, count: Int,
        outcome: SendCompletion.Outcome, baseOffset: Offset?, error: Int16?, now: Instant
    ) {
        guard admits(count, now) else { return }
        for index in 0..<count {
            events.append(
                .complete(
                    SendCompletion(
                        time: lastTime,
                        value: value(
                            producer: producer, firstSequence + UInt64(index), partition),
                        outcome: outcome, offset: baseOffset?.advanced(by: index),
                        errorCode: error.map(Int32.init))))
        }
    }

    /// A consumer processed records of one partition.
    /// - Parameter generation: of a group that subscribed; nil where partitions are assigned by
    ///   hand.
    package func polled(
        _ records: [PolledRecord], partition: PartitionIndex, group: String, consumer: String,
        generation: Int32? = nil, now: Instant
    ) {
        guard admits(1 + records.count, now) else { return }
        events.append(
            .poll(
                PollResult(
                    time: lastTime, group: group, consumer: consumer, partition: partition,
                    mode: generation == nil ? nil : .subscribe, generation: generation,
                    records: records)))
    }

    /// A consumer has these partitions from now on, and no others.
    package func assigned(
        _ partitions: [PartitionIndex], group: String, consumer: String,
        generation: Int32? = nil, now: Instant
    ) {
        guard admits(1, now) else { return }
        events.append(
            .assignment(
                AssignmentChange(
                    time: lastTime, group: group, consumer: consumer, generation: generation,
                    partitions: partitions)))
    }

    /// A fault struck or healed.
    package func noted(_ mark: FaultMark) {
        guard admits(1, mark.time) else { return }
        var mark = mark
        mark.time = lastTime
        events.append(.fault(mark))
    }

    /// The record as a consumer read it.
    package func polled(
        _ stamp: RecordStamp, partition: PartitionIndex, offset: Offset, leaderEpoch: LeaderEpoch?
    ) -> PolledRecord {
        PolledRecord(
            offset: offset,
            value: value(producer: Int(stamp.producer), stamp.partitionSequence, partition),
            leaderEpoch: leaderEpoch, key: key(stamp))
    }

    /// Whether there is room for `count` items; the time of what follows is noted.
    private func admits(_ count: Int, _ now: Instant) -> Bool {
        guard cut == nil else { return false }
        lastTime = max(lastTime, now)
        if granted < count { granted += budget.take(count - granted) }
        guard granted >= count else {
            cut = lastTime
            return false
        }
        granted -= count
        return true
    }

    /// A send's name: partition sequences start at 0 in each partition, so the partition is in
    /// the last digits of the history's sequence.
    private func value(
        producer: Int, _ sequence: UInt64, _ partition: PartitionIndex
    ) -> HistoryValue {
        // A stamp that makes no sense must not stop the recording: whatever it names, nobody
        // sent it.
        let product = Int64(truncatingIfNeeded: sequence)
            .multipliedReportingOverflow(by: sequenceStride)
        let number = product.partialValue &+ Int64(partition.rawValue)
        return HistoryValue(
            producer: Int32(truncatingIfNeeded: producer),
            sequence: product.overflow || number < 0 ? .max : number)
    }

    private func key(_ stamp: RecordStamp) -> HistoryKey {
        HistoryKey(
            "\(stamp.entity)", max(0, Int64(truncatingIfNeeded: stamp.entitySequence)))
    }
}
