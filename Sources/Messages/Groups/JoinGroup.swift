package import Records

/// Asks the coordinator to be a member of a group's next generation. The answer comes when all
/// members that are to be in it have asked, or their time is up.
package struct JoinGroupRequest: Hashable, Sendable {
    package var group: GroupID
    package var client: ClientID
    /// The client's own number for the request, which the answer repeats.
    package var number: Int64
    /// `.none` of one that has not been in the group; a dynamic one is then told its id and asked
    /// to come again with it (KIP-394).
    package var member: MemberID
    /// `group.instance.id`; nil of a dynamic member.
    package var instance: GroupInstanceID?
    /// `session.timeout.ms`: without a heartbeat for this long a member is taken for dead.
    package var sessionTimeout: Nanoseconds
    /// `max.poll.interval.ms`: how long a rebalance waits for the member to ask again.
    package var rebalanceTimeout: Nanoseconds
    /// How it can let its group be divided, the most preferred first; not empty.
    package var protocols: [AssignorName]
    package var subscription: GroupSubscription

    package init(
        group: GroupID, client: ClientID, number: Int64, member: MemberID = .none,
        instance: GroupInstanceID? = nil, sessionTimeout: Nanoseconds,
        rebalanceTimeout: Nanoseconds, protocols: [AssignorName],
        subscription: GroupSubscription
    ) {
        self.group = group
        self.client = client
        self.number = number
        self.member = member
        self.instance = instance
        self.sessionTimeout = sessionTimeout
        self.rebalanceTimeout = rebalanceTimeout
        self.protocols = protocols
        self.subscription = subscription
    }
}

/// What became of it. With `.memberIDRequired` only `member` tells something.
package struct JoinGroupResponse: Hashable, Sendable {
    package var group: GroupID
    package var number: Int64
    package var error: ErrorCode
    package var generation: GroupGeneration
    /// What all members can do and most prefer; nil with an error.
    package var assignor: AssignorName?
    /// Who divides the partitions.
    package var leader: MemberID
    /// The asker's own id.
    package var member: MemberID
    /// All members, for the leader only; empty for the others, and for a leader whose group keeps
    /// its assignment (KIP-345): it asks for that with a `SyncGroupRequest` without assignments.
    package var members: [GroupMember]
    /// For a leader whose group keeps its assignment: all that is assigned in it, so that the
    /// leader knows of partitions that were added while it was away. Empty for others.
    package var assigned: [TopicPartition]

    package init(
        group: GroupID, number: Int64, error: ErrorCode, generation: GroupGeneration = .none,
        assignor: AssignorName? = nil, leader: MemberID = .none, member: MemberID = .none,
        members: [GroupMember] = [], assigned: [TopicPartition] = []
    ) {
        self.group = group
        self.number = number
        self.error = error
        self.generation = generation
        self.assignor = assignor
        self.leader = leader
        self.member = member
        self.members = members
        self.assigned = assigned
    }
}
