package import Records

/// What became of the sends of one producer: how many, and which were acknowledged or failed.
///
/// For one thread at a time. A partition costs one range while its acknowledgements come without
/// holes; each stretch of sends that was not acknowledged adds one.
package final class AckTable: @unchecked Sendable {
    /// What became of the sends to one partition.
    package struct PartitionSends: Hashable, Sendable {
        /// Sends have the partition sequences below this.
        package var sent: UInt64 = 0
        package var acknowledged = SequenceRanges()
        package var failed = SequenceRanges()

        /// Sends that were neither acknowledged nor certainly not appended.
        package var unknown: SequenceRanges {
            SequenceRanges(0..<sent).subtracting(acknowledged).subtracting(failed)
        }
    }

    package let producer: Int
    package let partitions: Int
    private let sends: UnsafeMutablePointer<PartitionSends>

    /// The table of producer number `producer`, from 0, which sends to `partitions` partitions.
    package init(producer: Int, partitions: Int) {
        precondition(producer >= 0, "producer: \(producer)")
        precondition(partitions >= 1, "partitions: \(partitions)")
        self.producer = producer
        self.partitions = partitions
        sends = .allocate(capacity: partitions)
        sends.initialize(repeating: PartitionSends(), count: partitions)
    }

    deinit {
        sends.deinitialize(count: partitions)
        sends.deallocate()
    }

    /// Notes that the next `count` records of `partition` were handed to the client.
    package func noteSent(partition: PartitionIndex, count: Int) {
        place(of: partition).pointee.sent += UInt64(count)
    }

    /// Notes that `count` sends to `partition`, from `firstSequence` on, were acknowledged.
    package func acknowledge(partition: PartitionIndex, firstSequence: UInt64, count: Int) {
        place(of: partition).pointee.acknowledged
            .insert(firstSequence..<firstSequence + UInt64(count))
    }

    /// Notes that `count` sends to `partition`, from `firstSequence` on, were certainly not
    /// appended. Sends of unknown outcome, such as those that timed out, are left unnoted.
    package func noteFailed(partition: PartitionIndex, firstSequence: UInt64, count: Int) {
        place(of: partition).pointee.failed
            .insert(firstSequence..<firstSequence + UInt64(count))
    }

    /// What became of the sends to `partition`.
    package subscript(partition: PartitionIndex) -> PartitionSends {
        place(of: partition).pointee
    }

    private func place(of partition: PartitionIndex) -> UnsafeMutablePointer<PartitionSends> {
        precondition(
            0..<partitions ~= partition.index, "partition \(partition) of \(partitions)")
        return sends + partition.index
    }
}
