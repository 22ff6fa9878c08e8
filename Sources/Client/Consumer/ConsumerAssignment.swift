import Messages
import Records

/// One partition that a consumer reads.
///
/// Where no fetch is under way and nothing is fetched, it waits for `retryAt` or for a leader.
struct ConsumerAssignment {
    let partition: TopicPartition
    let listener: Int
    /// Nil while nobody may lead.
    var leader: BrokerID?
    var leaderEpoch: LeaderEpoch
    var isActive = true
    /// The next offset to process.
    var position: Offset
    /// The leader epoch of the last batch that was processed; nil where it is not known, as after
    /// a jump.
    var lastFetchedEpoch: LeaderEpoch?
    /// The number of the fetch that is or was under way.
    var fetchNumber: Int64 = 0
    /// When the answer to the fetch under way is given up; nil where there is none.
    var deadline: Instant?
    /// When a timer looks at `deadline`; nil where none is set.
    var watchedAt: Instant?
    /// When it is to be fetched again after an error.
    var retryAt: Instant?
    var fetched: FetchedBatches?
    /// The last answer's buffer, which goes back to its broker with the next fetch.
    var spent: BatchBuffer?
    /// Where a harmed batch was told of last.
    var harmedAt: Offset?
    /// How the position is found; nil where it is known.
    var lookup: PositionLookup?
    /// What the coordinator was last known to keep of a group's member.
    var committed: Offset?
    /// Whether the position has moved since it was last put into a commit.
    var hasMoved = false

    init(
        partition: TopicPartition, metadata: PartitionMetadata, position: Offset,
        lastFetchedEpoch: LeaderEpoch? = nil
    ) {
        self.partition = partition
        listener = metadata.listener
        leader = metadata.leader
        leaderEpoch = metadata.leaderEpoch
        self.position = position
        self.lastFetchedEpoch = lastFetchedEpoch
    }
}

/// How the position of a partition is found.
enum PositionLookup: Equatable {
    /// The coordinator is asked what is committed.
    case committed
    /// The partition's leader is asked.
    case listed(ListOffsetRequest.Place)
}

/// Batches that are being processed.
struct FetchedBatches {
    let buffer: BatchBuffer
    /// The next batch's place in the buffer.
    var next: Int
    /// The place of the batch under the cursor.
    var batchStart: Int
    /// The decompressed batch under the cursor; nil where the cursor walks `buffer` itself.
    var plain: BatchBuffer?
    var cursor: RecordCursor?
    /// The offset after the batch under the cursor.
    var batchEnd: Offset
    /// The leader epoch of the batch under the cursor; nil before the first one.
    var batchEpoch: LeaderEpoch?
    /// When the answer came.
    let fetchedAt: Instant
    /// The place among the buffer's passages of the first one that does not lie before the next
    /// batch.
    var nextPassage = 0
}
