/// Spreads records without a key over the partitions in turn, one record each.
public struct RoundRobinPartitioner: Sendable {
    @usableFromInline var last: Int32
    @usableFromInline let partitions: Int32

    /// - Parameters:
    ///   - partitions: how many there are; at least 1.
    ///   - first: the partition of the first record, from 0.
    public init(partitions: Int, first: Int = 0) {
        self.partitions = Int32(partitions)
        last = Int32(first % partitions) - 1
    }

    /// The next record's partition.
    @inlinable public mutating func next() -> PartitionIndex {
        last &+= 1
        if last >= partitions { last = 0 }
        return PartitionIndex(rawValue: last)
    }
}
