package import Records

/// Says that a member lives, and asks whether its generation still stands.
package struct GroupHeartbeatRequest: Hashable, Sendable {
    package var group: GroupID
    package var client: ClientID
    /// The client's own number for the request, which the answer repeats.
    package var number: Int64
    package var member: MemberID
    package var instance: GroupInstanceID?
    package var generation: GroupGeneration

    package init(
        group: GroupID, client: ClientID, number: Int64, member: MemberID,
        instance: GroupInstanceID? = nil, generation: GroupGeneration
    ) {
        self.group = group
        self.client = client
        self.number = number
        self.member = member
        self.instance = instance
        self.generation = generation
    }
}

/// `.rebalanceInProgress` asks the member to join again.
package struct GroupHeartbeatResponse: Hashable, Sendable {
    package var group: GroupID
    package var number: Int64
    package var error: ErrorCode

    package init(group: GroupID, number: Int64, error: ErrorCode) {
        self.group = group
        self.number = number
        self.error = error
    }
}
