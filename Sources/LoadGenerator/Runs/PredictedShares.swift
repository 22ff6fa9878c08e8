import Records
package import Workloads

/// How many records each partition can be expected to get: the weights of the entities, summed
/// through the very hash that records go by.
///
/// Of the entities, or of wrong keys, the first `keysMax` are placed one by one; what the others
/// weigh is taken to spread evenly.
package struct PredictedShares {
    /// For each partition of all topics, up to a common factor.
    package private(set) var weights: [Double]

    package static let keysMax = 1 << 22

    /// Nil where keys do not decide the partition, or partitions are added.
    ///
    /// - Parameter records: how many each producer made, which decides how often sequential and
    ///   latest keys came round.
    package init?(_ configuration: RunConfiguration, records: [Int]) {
        let keys = configuration.records.key
        guard keys.field != .none,
            configuration.finalPartitions == configuration.topic.allPartitions
        else { return nil }
        weights = Array(repeating: 0, count: configuration.topic.allPartitions)
        let placement = KeyPlacement(configuration)
        let key = UnsafeMutableRawPointer.allocate(
            byteCount: max(keys.bytes, RecordKey.byteCountMin), alignment: 8)
        defer { key.deallocate() }
        let producers = configuration.producers.count
        let moving = keys.field == .wrong ? [] : Self.moving(keys, records: records)
        var rest = 0.0
        for entity in 0..<keys.cardinality {
            let weight =
                if keys.field == .wrong {
                    1.0
                } else if moving.isEmpty {
                    keys.weight(ofEntity: entity)
                } else {
                    moving[entity % producers][entity / producers]
                }
            if entity < Self.keysMax {
                weights[placement.partition(of: UInt64(entity), key: key).index] += weight
            } else {
                rest += weight
            }
        }
        for index in weights.indices { weights[index] += rest / Double(weights.count) }
    }

    /// How often each producer sends each of its entities, of keys that depend on the records
    /// before; empty for others.
    private static func moving(_ keys: KeySettings, records: [Int]) -> [[Double]] {
        guard keys.distribution == .sequential || keys.distribution == .latest else { return [] }
        let producers = records.count
        return records.enumerated().map { producer, count in
            let owned = (keys.cardinality - producer + producers - 1) / producers
            return keys.distribution == .sequential
                ? (0..<owned).map { Double(count / owned + ($0 < count % owned ? 1 : 0)) }
                : latest(keys, owned: owned, records: count)
        }
    }

    /// Sums up each entity's weights behind the newest, which stays for the turnover: in a whole
    /// round all come to the same, and of the last round each has the ranks that it went through.
    private static func latest(_ keys: KeySettings, owned: Int, records: Int) -> [Double] {
        // The sum of the weights of ranks below each, over two rounds.
        var sums = [0.0]
        for rank in 0..<2 * owned {
            sums.append((sums.last ?? 0) + keys.rankWeight(rank % owned))
        }
        let visits = records / max(1, keys.turnover)
        let rounds = Double(visits / owned)
        let extra = visits % owned
        let part = Double(records % max(1, keys.turnover)) / Double(max(1, keys.turnover))
        return (0..<owned).map { entity in
            // Its rank is (newest − entity) mod owned: from `first` on as the newest goes from 0.
            let first = owned - entity
            let begun = keys.rankWeight((first + extra) % owned)
            return rounds * sums[owned] + sums[first + extra] - sums[first] + part * begun
        }
    }
}
