package import Records

/// Asks a partition's leader for batches from an offset on. It waits at the leader until there
/// are some or `waitMax` has passed.
package struct FetchRequest {
    package var partition: TopicPartition
    package var reader: Reader
    package var offset: Offset
    /// The leader epoch that the reader knows of; an old one is fenced (KIP-320).
    package var leaderEpoch: LeaderEpoch
    /// The epoch of the last batch below `offset`, which the leader compares with its own log;
    /// nil where the reader has none or does not know it.
    package var lastFetchedEpoch: LeaderEpoch?
    /// The incarnation of the broker that follows; −1 of a consumer.
    package var brokerEpoch: Int64
    /// The follower's own number for the fetch, which the answer repeats: what was once true must
    /// not be taken for the answer to a later fetch from the same offset.
    package var number: Int64
    /// What came last from this offset was harmed: the leader is to verify what it sends.
    package var isHarmed = false
    /// About how many bytes to answer with; one batch comes whole even if larger.
    package var bytesMax: Int
    /// `fetch.max.wait.ms`.
    package var waitMax: Nanoseconds
    /// The buffer of an earlier answer, for the pool of the broker that it came from.
    package var spent: BatchBuffer?

    package enum Reader: Hashable, Sendable {
        /// Sees committed records only.
        case consumer(ClientID)
        /// Sees everything, and by its offset says what it has.
        case follower(BrokerID)
        /// The broker itself, which reads what it coordinates; sees committed records only.
        case coordinator

        /// Whether it copies nothing: what it has read need not be the end of a log.
        package var isOutside: Bool {
            if case .follower = self { false } else { true }
        }
    }

    package init(
        partition: TopicPartition, reader: Reader, offset: Offset, leaderEpoch: LeaderEpoch,
        bytesMax: Int, waitMax: Nanoseconds, lastFetchedEpoch: LeaderEpoch? = nil,
        brokerEpoch: Int64 = -1, number: Int64 = 0
    ) {
        self.partition = partition
        self.reader = reader
        self.offset = offset
        self.leaderEpoch = leaderEpoch
        self.bytesMax = bytesMax
        self.waitMax = waitMax
        self.lastFetchedEpoch = lastFetchedEpoch
        self.brokerEpoch = brokerEpoch
        self.number = number
    }
}
