import Checker
import Records

/// Where the history of one member of a group is recorded, and under which name.
package struct MemberHistory {
    private let buffer: HistoryBuffer
    private let group: String
    private let consumer: String
    private var assignment: [PartitionIndex] = []
    /// Of a subscribed group; nil of one whose members read what is their own.
    private var generation: Int32?
    private var records: [PolledRecord] = []

    package init(_ buffer: HistoryBuffer, group: String, consumer: String) {
        self.buffer = buffer
        self.group = group
        self.consumer = consumer
    }

    /// A record was processed; it is told with the next `finishPoll`.
    mutating func processed(
        _ stamp: RecordStamp, partition: PartitionIndex, offset: Offset, leaderEpoch: LeaderEpoch?
    ) {
        records.append(
            buffer.polled(stamp, partition: partition, offset: offset, leaderEpoch: leaderEpoch))
    }

    /// Tells of the records processed since the last time, which are of one partition.
    mutating func finishPoll(partition: PartitionIndex, now: Instant) {
        guard !records.isEmpty else { return }
        buffer.polled(
            records, partition: partition, group: group, consumer: consumer,
            generation: generation, now: now)
        records.removeAll(keepingCapacity: true)
    }

    /// The member has these partitions from now on.
    mutating func assigned(_ partitions: [PartitionIndex], generation: Int32?, now: Instant) {
        assignment = partitions
        self.generation = generation
        buffer.assigned(
            partitions, group: group, consumer: consumer, generation: generation, now: now)
    }

    /// The member starts again in a partition: it gives it up and takes it again.
    func restarted(_ partition: PartitionIndex, now: Instant) {
        buffer.assigned(
            assignment.filter { $0 != partition }, group: group, consumer: consumer,
            generation: generation, now: now)
        buffer.assigned(
            assignment.contains(partition) ? assignment : assignment + [partition],
            group: group, consumer: consumer, generation: generation, now: now)
    }
}
