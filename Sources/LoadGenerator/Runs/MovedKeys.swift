package import Records
package import Workloads

/// Which share of the keys went elsewhere when partitions were added, by where their records were
/// sent, and by the formula.
package struct MovedKeys: Hashable, Sendable {
    /// Of the keys that had records sent before the first addition and after the last one, those
    /// whose last record went to another partition than the first, in percent. Nil where there are
    /// no such keys.
    package let percent: Double?
    /// What a hash that spreads evenly moves from N to M partitions, in percent: all but N of
    /// every lcm(N, M) hash values, since a hash stays where it is the same modulo both.
    package let expectedPercent: Double

    /// Nil where no partitions are added, or records have no keys. O(keys × producers).
    ///
    /// - Parameters:
    ///   - places: of each producer.
    ///   - additions: when partitions were added.
    package init?(_ configuration: RunConfiguration, places: [KeyPlaces], additions: [Instant]) {
        let before = configuration.topic.allPartitions
        let after = configuration.finalPartitions
        guard after > before, configuration.records.key.field != .none else { return nil }
        percent = Self.percent(of: places, additions: additions)
        let common = before / Self.greatestDivisor(before, after) * after
        expectedPercent = 100 * (1 - Double(before) / Double(common))
    }

    private static func percent(of places: [KeyPlaces], additions: [Instant]) -> Double? {
        guard let first = additions.min(), let last = additions.max() else { return nil }
        var seen = 0
        var moved = 0
        for identifier in 0..<(places.map(\.count).max() ?? 0) {
            let trails = places.compactMap { $0.trail(of: identifier) }
            guard let begin = trails.min(by: { $0.firstTime < $1.firstTime }),
                let end = trails.max(by: { $0.lastTime < $1.lastTime }),
                begin.firstTime < first, end.lastTime > last
            else { continue }
            seen += 1
            if begin.firstPartition != end.lastPartition { moved += 1 }
        }
        return seen > 0 ? 100 * Double(moved) / Double(seen) : nil
    }

    private static func greatestDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : greatestDivisor(b, a % b)
    }
}
