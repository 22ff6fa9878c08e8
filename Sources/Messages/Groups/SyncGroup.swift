package import Records

/// Asks for the member's share of the partitions; the leader's request brings all shares. The
/// answer comes when the leader's has come.
package struct SyncGroupRequest: Hashable, Sendable {
    package var group: GroupID
    package var client: ClientID
    /// The client's own number for the request, which the answer repeats.
    package var number: Int64
    package var member: MemberID
    package var instance: GroupInstanceID?
    package var generation: GroupGeneration
    /// From the leader; empty from the others.
    package var assignments: [MemberAssignment]

    package init(
        group: GroupID, client: ClientID, number: Int64, member: MemberID,
        instance: GroupInstanceID? = nil, generation: GroupGeneration,
        assignments: [MemberAssignment] = []
    ) {
        self.group = group
        self.client = client
        self.number = number
        self.member = member
        self.instance = instance
        self.generation = generation
        self.assignments = assignments
    }
}

/// The member's share.
package struct SyncGroupResponse: Hashable, Sendable {
    package var group: GroupID
    package var number: Int64
    package var error: ErrorCode
    /// Of which generation the share is.
    package var generation: GroupGeneration
    package var partitions: [TopicPartition]

    package init(
        group: GroupID, number: Int64, error: ErrorCode, generation: GroupGeneration = .none,
        partitions: [TopicPartition] = []
    ) {
        self.group = group
        self.number = number
        self.error = error
        self.generation = generation
        self.partitions = partitions
    }
}
