/// How a run's records spread over its partitions, as it was and as the keys let one expect.
package struct PartitionShares: Sendable, Codable, Equatable {
    /// Of the records acknowledged over the whole run, warm-up and drain included.
    package var realised: PartitionSpread
    /// What the keys make of it through the hash; nil where records have no keys, or partitions
    /// were added.
    package var predicted: PartitionSpread?

    package init(realised: PartitionSpread, predicted: PartitionSpread? = nil) {
        self.realised = realised
        self.predicted = predicted
    }
}

/// One spread of records over partitions.
package struct PartitionSpread: Sendable, Codable, Equatable {
    /// Of each partition, summing to 1; nil for more partitions than `sharesMax`.
    package var shares: [Double]?
    /// The partition with the largest share, the first of equals.
    package var hottest: Int
    /// The hottest partition's share.
    package var hottestShare: Double
    /// The hottest partition's share over the mean of all.
    package var skew: Double
    /// 1 / Σ share²: so many evenly loaded partitions would be as uneven.
    package var effectivePartitions: Double

    /// More partitions than this are told by their figures alone.
    package static let sharesMax = 1_024

    /// Nil without partitions, or without a weight above 0.
    package init?(weights: [Double]) {
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        let shares = weights.map { $0 / total }
        hottest = 0
        for index in shares.indices where shares[index] > shares[hottest] { hottest = index }
        hottestShare = shares[hottest]
        skew = hottestShare * Double(shares.count)
        effectivePartitions = 1 / shares.reduce(0) { $0 + $1 * $1 }
        self.shares = shares.count <= Self.sharesMax ? shares : nil
    }
}
