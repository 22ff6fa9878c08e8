/// How a topic's records spread over its partitions when one key is hotter than the rest.
///
/// The hottest key's records all lie in one partition; the rest spread evenly over all. A group
/// of k partitions that holds the hottest one takes s1 + k·(1 − s1)/P of the records, which for
/// k = 1 is the hottest partition's share.
package struct KeySkew: Hashable, Sendable {
    /// s1, 0 (evenly spread) to 1 (one key).
    package var topKeyShare: Double

    package init(topKeyShare: Double) { self.topKeyShare = topKeyShare }

    /// The share of the records in `count` of `partitions` partitions, the hottest among them.
    package func share(ofPartitions count: Int, among partitions: Int) -> Double {
        if count >= partitions { return 1 }
        return topKeyShare + Double(count) * (1 - topKeyShare) / Double(partitions)
    }

    /// The fewest partitions, not yet a whole number, at which `count` of them with the hottest
    /// among them take no more than `shareMax` of the records; nil when no number suffices.
    package func partitionsNeeded(count: Int, shareMax: Double) -> Double? {
        if shareMax >= 1 { return 1 }
        guard shareMax > topKeyShare else { return nil }
        return Double(count) * (1 - topKeyShare) / (shareMax - topKeyShare)
    }

    /// The hottest key's largest share at which `count` of `partitions` partitions still take no
    /// more than `shareMax`; nil when even spread keys take more, or when the share plays no part.
    func topKeyShareMax(count: Int, among partitions: Int, shareMax: Double) -> Double? {
        guard count < partitions, shareMax < 1 else { return nil }
        let even = Double(count) / Double(partitions)
        return shareMax >= even ? (shareMax - even) / (1 - even) : nil
    }

    /// 1/s1: beyond about this many partitions the hottest key alone sets the hottest
    /// partition's load; nil when keys are evenly spread.
    package var usefulPartitions: Double? { topKeyShare > 0 ? 1 / topKeyShare : nil }
}
