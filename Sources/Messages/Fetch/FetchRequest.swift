package import Records

/// Asks a partition's leader for batches from an offset on. It waits at the leader until there
/// are some or `waitMax` has passed.
package struct FetchRequest {
    package var partition: TopicPartition
    package var reader: Reader
    package var offset: Offset
    /// The leader epoch that the reader knows of; an old one is fenced (KIP-320).
    package var leaderEpoch: LeaderEpoch
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
    }

    package init(
        partition: TopicPartition, reader: Reader, offset: Offset, leaderEpoch: LeaderEpoch,
        bytesMax: Int, waitMax: Nanoseconds
    ) {
        self.partition = partition
        self.reader = reader
        self.offset = offset
        self.leaderEpoch = leaderEpoch
        self.bytesMax = bytesMax
        self.waitMax = waitMax
    }
}
