package import Records

/// Where a group is to go on in one partition.
package struct GroupOffset: Hashable, Sendable {
    package var partition: TopicPartition
    /// The next offset to process.
    package var offset: Offset
    /// The leader epoch of the record before it, where that is known (KIP-320).
    package var leaderEpoch: LeaderEpoch?

    package init(partition: TopicPartition, offset: Offset, leaderEpoch: LeaderEpoch? = nil) {
        self.partition = partition
        self.offset = offset
        self.leaderEpoch = leaderEpoch
    }
}

/// Asks the coordinator to keep a group's positions. As in Kafka it takes whatever offset it is
/// told: that it lies within the log is the client's to see to.
package struct OffsetCommitRequest: Hashable, Sendable {
    package var group: GroupID
    package var client: ClientID
    /// The client's own number for the request, which the answer repeats.
    package var number: Int64
    /// `.none` of a consumer that is no member.
    package var member: MemberID
    package var instance: GroupInstanceID?
    /// `.none` of a consumer that is no member; the coordinator takes that only while the group
    /// has no members.
    package var generation: GroupGeneration
    /// Each partition at most once.
    package var offsets: [GroupOffset]

    package init(
        group: GroupID, client: ClientID, number: Int64, member: MemberID = .none,
        instance: GroupInstanceID? = nil, generation: GroupGeneration = .none,
        offsets: [GroupOffset]
    ) {
        self.group = group
        self.client = client
        self.number = number
        self.member = member
        self.instance = instance
        self.generation = generation
        self.offsets = offsets
    }
}

/// What became of it: `.none` when the positions are on every in-sync replica of the offsets
/// topic's partition. All partitions share the outcome, since they stand in one batch. After
/// `.coordinatorNotAvailable` and `.notCoordinator` they may have been kept all the same.
package struct OffsetCommitResponse: Hashable, Sendable {
    package var group: GroupID
    package var number: Int64
    package var error: ErrorCode

    package init(group: GroupID, number: Int64, error: ErrorCode) {
        self.group = group
        self.number = number
        self.error = error
    }
}
