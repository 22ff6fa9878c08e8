package import Records

/// Asks a partition's leader for an offset by what lies there.
package struct ListOffsetRequest: Hashable, Sendable {
    package var partition: TopicPartition
    package var client: ClientID
    /// The client's own number for the request, which the answer repeats.
    package var number: Int64
    /// The leader epoch that the client knows of; an old one is fenced (KIP-320).
    package var leaderEpoch: LeaderEpoch
    package var place: Place

    package enum Place: Hashable, Sendable {
        /// Where the log begins.
        case earliest
        /// After the last committed record.
        case latest
        /// The first committed record at or after so many milliseconds since 1970; after the last
        /// where there is none.
        case timestamp(Int64)
    }

    package init(
        partition: TopicPartition, client: ClientID, number: Int64, leaderEpoch: LeaderEpoch,
        place: Place
    ) {
        self.partition = partition
        self.client = client
        self.number = number
        self.leaderEpoch = leaderEpoch
        self.place = place
    }
}

/// The offset. `.offsetNotAvailable` while a new leader does not know yet where the committed
/// records end (KIP-207).
package struct ListOffsetResponse: Hashable, Sendable {
    package var partition: TopicPartition
    package var number: Int64
    package var error: ErrorCode
    /// Zero with an error.
    package var offset: Offset

    package init(partition: TopicPartition, number: Int64, error: ErrorCode, offset: Offset) {
        self.partition = partition
        self.number = number
        self.error = error
        self.offset = offset
    }
}
