package import Records

/// Takes a member out of its group at once. Static members that mean to come back do not send it.
package struct LeaveGroupRequest: Hashable, Sendable {
    package var group: GroupID
    package var client: ClientID
    /// The client's own number for the request, which the answer repeats.
    package var number: Int64
    /// `.none` where the instance says who leaves.
    package var member: MemberID
    package var instance: GroupInstanceID?

    package init(
        group: GroupID, client: ClientID, number: Int64, member: MemberID,
        instance: GroupInstanceID? = nil
    ) {
        self.group = group
        self.client = client
        self.number = number
        self.member = member
        self.instance = instance
    }
}

/// Whether the member is out.
package struct LeaveGroupResponse: Hashable, Sendable {
    package var group: GroupID
    package var number: Int64
    package var error: ErrorCode

    package init(group: GroupID, number: Int64, error: ErrorCode) {
        self.group = group
        self.number = number
        self.error = error
    }
}
