import DequeModule
public import Records

/// What an accumulator holds for one partition.
public struct PartitionSlot {
    /// The open batch; nil while the partition has none.
    public var builder: BatchBuilder?
    /// The open batch's send times, as `times` holds them; set whenever `builder` is.
    public var openTimes: UnsafeMutablePointer<SendTimes.List>?
    /// The number of the next record of this producer and partition.
    public var nextSequence: UInt64 = 0
    /// The open batch's send times; set whenever `builder` is.
    var times: SendTimes?
    /// Bytes of the open batch's values, as far as they were noted.
    public var valueBytes = 0
    /// The number of the open batch's first record.
    var firstSequence: UInt64 = 0
    /// What the open batch takes of `buffer.memory`.
    var chargedBytes = 0
    var openedAt = Instant(0)
    /// Full batches, oldest first.
    var ready: Deque<ReadyBatch> = []
    /// Whether the open batch is to be sent as it is.
    var isDue = false
    /// Whether the sender has the partition among those with something to send.
    var isQueued = false
}

/// A batch that takes no more records.
package struct ReadyBatch {
    package let builder: BatchBuilder
    package let times: SendTimes
    /// Bytes of its values, as far as they were noted.
    package let valueBytes: Int
    package let chargedBytes: Int
    package let firstSequence: UInt64
    package let openedAt: Instant
}

/// A batch that got its first record.
struct OpenedBatch {
    let partition: Int
    let openedAt: Instant
}
