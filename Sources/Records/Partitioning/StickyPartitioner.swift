/// Spreads records without a key: stay with one partition until `batch.size` bytes went to it,
/// then draw another, the less loaded the likelier (KIP-794).
public struct StickyPartitioner: Sendable {
    /// The partition that records go to now.
    @inlinable public var current: PartitionIndex { chosen }
    @usableFromInline var chosen = PartitionIndex(0)
    @usableFromInline var bytesInCurrent = 0
    @usableFromInline let switchBytes: Int
    private var cumulative: [Int]

    /// - Parameters:
    ///   - partitions: how many there are; at least 1.
    ///   - switchBytes: `batch.size`; at least 1.
    public init(partitions: Int, switchBytes: Int) {
        self.switchBytes = switchBytes
        cumulative = Array(repeating: 0, count: partitions)
    }

    /// Counts a record of `bytes` to the current partition and says whether it is time to switch.
    @inlinable public mutating func record(bytes: Int) -> Bool {
        bytesInCurrent += bytes
        return bytesInCurrent >= switchBytes
    }

    /// Moves to the partition that `random` draws, given how much is queued for each.
    ///
    /// With queue sizes [0, 3, 1] the weights are max + 1 − size and the cumulative table is
    /// [4, 5, 8]: a draw of 0 to 3 is partition 0, 4 is 1, 5 to 7 is 2.
    ///
    /// - Parameters:
    ///   - queueSizes: what is queued for each partition, from 0; one number a partition.
    ///   - random: any number; the draw is what remains of it modulo the table's sum.
    public mutating func switchPartition(queueSizes: [Int], random: UInt64) {
        let heaviest = queueSizes.max() ?? 0
        var sum = 0
        for index in cumulative.indices {
            sum += heaviest + 1 - queueSizes[index]
            cumulative[index] = sum
        }
        let draw = Int(random % UInt64(sum))
        chosen = PartitionIndex(cumulative.firstIndex { $0 > draw } ?? 0)
        bytesInCurrent = 0
    }
}
