package import Records

/// Records of one partition that one poll gave a consumer, in the order in which it processed
/// them.
package struct PollResult: Hashable, Sendable {
    package var time: Instant
    package var group: String
    /// Unique within the group.
    package var consumer: String
    package var partition: PartitionIndex
    /// nil for the mode that the history's header names.
    package var mode: HistorySettings.ConsumerMode?
    /// The group's generation in which it polled; subscribed consumers always have one.
    package var generation: Int32?
    package var records: [PolledRecord]

    package init(
        time: Instant, group: String, consumer: String, partition: PartitionIndex,
        mode: HistorySettings.ConsumerMode? = nil, generation: Int32? = nil,
        records: [PolledRecord]
    ) {
        self.time = time
        self.group = group
        self.consumer = consumer
        self.partition = partition
        self.mode = mode
        self.generation = generation
        self.records = records
    }
}

/// A record as a consumer read it.
package struct PolledRecord: Hashable, Sendable {
    package var offset: Offset
    package var value: HistoryValue
    /// The epoch of the leader that appended it, where it is known.
    package var leaderEpoch: LeaderEpoch?
    /// As read; nil where it was not looked at, or where the record has none.
    package var key: HistoryKey?

    package init(
        offset: Offset, value: HistoryValue, leaderEpoch: LeaderEpoch? = nil,
        key: HistoryKey? = nil
    ) {
        self.offset = offset
        self.value = value
        self.leaderEpoch = leaderEpoch
        self.key = key
    }
}

/// A consumer has from now on these partitions and no others.
package struct AssignmentChange: Hashable, Sendable {
    package var time: Instant
    package var group: String
    package var consumer: String
    /// The generation that brought it; nil under manual assignment.
    package var generation: Int32?
    /// Each partition at most once.
    package var partitions: [PartitionIndex]

    package init(
        time: Instant, group: String, consumer: String, generation: Int32? = nil,
        partitions: [PartitionIndex]
    ) {
        self.time = time
        self.group = group
        self.consumer = consumer
        self.generation = generation
        self.partitions = partitions
    }
}
