package import Records

/// What a leader answers to a fetch. The buffer belongs to the receiver.
package struct FetchResponse {
    package var partition: TopicPartition
    package var error: ErrorCode
    /// The offset that was asked for.
    package var offset: Offset
    /// The number of the fetch.
    package var number: Int64
    package var leaderEpoch: LeaderEpoch
    package var highWatermark: Offset
    package var logStart: Offset
    /// Where the reader's log departs from the leader's: the largest epoch of the leader that is
    /// no later than the reader's last one, and where it ends. Nil where it does not.
    package var divergingEpoch: EpochEnd?
    /// Whole batches, the first of which holds `offset`; nil when there were none in time.
    package var batches: BatchBuffer?

    package init(
        partition: TopicPartition, error: ErrorCode, offset: Offset, leaderEpoch: LeaderEpoch,
        highWatermark: Offset, logStart: Offset, batches: BatchBuffer?,
        divergingEpoch: EpochEnd? = nil, number: Int64 = 0
    ) {
        self.partition = partition
        self.error = error
        self.offset = offset
        self.leaderEpoch = leaderEpoch
        self.highWatermark = highWatermark
        self.logStart = logStart
        self.batches = batches
        self.divergingEpoch = divergingEpoch
        self.number = number
    }
}
