package import Messages
package import Records

/// How one batch ended, as the application is told.
package struct CompletedBatch {
    package let partition: PartitionIndex
    /// The number of the batch's first record among those of this producer and partition.
    package let firstSequence: UInt64
    package let recordCount: Int
    /// The offset of the first record; meaningless after an error and at acks=0.
    package let baseOffset: Offset
    /// Where no attempt was made in time, `notLeaderOrFollower`. Otherwise the last attempt's
    /// error, unless that proves nothing appended and an earlier attempt may have appended: then
    /// the earlier one's. So `provesNothingAppended` holds for the batch as a whole.
    package let error: ErrorCode
    /// When its records were meant to be sent.
    package let times: SendTimes
    /// Bytes of its values, as far as the application noted them.
    package let valueBytes: Int
    /// How often it was sent; 0 where it never was.
    package let attempts: Int
    /// The leader epoch to which it was sent last; meaningless where it never was.
    package let leaderEpoch: LeaderEpoch
}

/// How an application's turn at appending ended.
package enum FillOutcome: Hashable, Sendable {
    /// There is more to append now.
    case more
    /// Nothing is due before `nextDue`.
    case done
    /// `buffer.memory` is used up.
    case refused
    /// There is more, but as much waits to be sent as can be of use soon.
    case enough
}

/// Who sends through a producer.
package protocol ProducerApplication: AnyObject {
    /// When the next record is due; nil when there will be none. Asked again after each `fill`
    /// and each `completed`; what changes it at another time goes unnoticed until then.
    var nextDue: Instant? { get }
    /// Appends the records that are due, as far as the accumulator takes them and up to a slice
    /// that keeps the step short.
    func fill(_ accumulator: inout RecordAccumulator, now: Instant) -> FillOutcome
    /// A batch came to its end.
    func completed(_ batch: CompletedBatch, now: Instant)
    /// A batch was sent to a partition's leader at `sentAt` and not acknowledged; whether it is
    /// sent again or has come to its end shows later. Not told at acks=0.
    func attemptFailed(
        partition: PartitionIndex, leaderEpoch: LeaderEpoch, error: ErrorCode, sentAt: Instant,
        now: Instant)
    /// The topic has more partitions: records may be appended to the first `count`.
    func partitionsChanged(count: Int)
}

extension ProducerApplication {
    package func attemptFailed(
        partition: PartitionIndex, leaderEpoch: LeaderEpoch, error: ErrorCode, sentAt: Instant,
        now: Instant
    ) {}
    package func partitionsChanged(count: Int) {}
}
