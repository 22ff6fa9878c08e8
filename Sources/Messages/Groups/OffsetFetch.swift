package import Records

/// Asks for a group's committed positions.
package struct OffsetFetchRequest: Hashable, Sendable {
    package var group: GroupID
    package var client: ClientID
    /// The client's own number for the request, which the answer repeats.
    package var number: Int64
    package var partitions: [TopicPartition]

    package init(
        group: GroupID, client: ClientID, number: Int64, partitions: [TopicPartition]
    ) {
        self.group = group
        self.client = client
        self.number = number
        self.partitions = partitions
    }
}

/// The positions of those partitions that have one, in the order in which they were asked for.
package struct OffsetFetchResponse: Hashable, Sendable {
    package var group: GroupID
    package var number: Int64
    package var error: ErrorCode
    package var offsets: [GroupOffset]

    package init(group: GroupID, number: Int64, error: ErrorCode, offsets: [GroupOffset] = []) {
        self.group = group
        self.number = number
        self.error = error
        self.offsets = offsets
    }
}
