/// Spreads records without a key: stay with one partition until `batch.size` bytes went to it,
/// then draw another, the less loaded the likelier (KIP-794).
package struct StickyPartitioner: Sendable {
    /// The partition that records go to now.
    package private(set) var current = PartitionIndex(0)
    private var bytesInCurrent = 0
    private let switchBytes: Int
    private var cumulative: [Int]

    /// - Parameter switchBytes: `batch.size`; at least 1.
    package init(partitions: Int, switchBytes: Int) {
        self.switchBytes = switchBytes
        cumulative = Array(repeating: 0, count: partitions)
    }

    /// Counts a record of `bytes` to the current partition and says whether it is time to switch.
    package mutating func record(bytes: Int) -> Bool {
        bytesInCurrent += bytes
        return bytesInCurrent >= switchBytes
    }

    /// Moves to the partition that `random` draws, given how much is queued for each.
    ///
    /// With queue sizes [0, 3, 1] the weights are max + 1 − size and the cumulative table is
    /// [4, 5, 8]: a draw of 0 to 3 is partition 0, 4 is 1, 5 to 7 is 2.
    package mutating func switchPartition(queueSizes: [Int], random: UInt64) {
        let heaviest = queueSizes.max() ?? 0
        var sum = 0
        for index in cumulative.indices {
            sum += heaviest + 1 - queueSizes[index]
            cumulative[index] = sum
        }
        let draw = Int(random % UInt64(sum))
        let chosen = cumulative.firstIndex { $0 > draw } ?? 0
        current = PartitionIndex(chosen)
        bytesInCurrent = 0
    }
}
