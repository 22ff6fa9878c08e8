package import Records
package import Workloads

/// To which partitions a producer sent the records of each key, first and last: what tells which
/// keys have moved. Only for runs in which partitions are added.
///
/// For one thread at a time. 24 bytes a key.
package final class KeyPlaces {
    /// A key's records so far.
    package struct Trail: Hashable, Sendable {
        package var firstTime: Instant
        package var lastTime: Instant
        package var firstPartition: Int32
        package var lastPartition: Int32
    }

    /// By what each key stands for; a key that was never sent has no partition, -1.
    private var trails: [Trail]

    private static let unsent = Trail(
        firstTime: Instant(Int64.max), lastTime: Instant(Int64.min), firstPartition: -1,
        lastPartition: -1)
    /// Of all producers of a run together.
    private static let trailsMax = 1 << 20

    /// Nil where no partitions are added, or records have no keys. Of many keys it follows the
    /// first: a million over all producers.
    package init?(_ configuration: RunConfiguration) {
        guard configuration.finalPartitions > configuration.topic.allPartitions,
            configuration.records.key.field != .none
        else { return nil }
        let share = max(1, Self.trailsMax / configuration.producers.count)
        trails = Array(
            repeating: Self.unsent, count: min(configuration.records.key.cardinality, share))
    }

    /// How many keys it follows: those that stand for the numbers below.
    package var count: Int { trails.count }

    /// A record was sent. O(1).
    ///
    /// - Parameter identifier: what its key stands for.
    package func sent(identifier: UInt64, partition: PartitionIndex, now: Instant) {
        guard identifier < UInt64(trails.count) else { return }
        let index = Int(identifier)
        if trails[index].firstPartition < 0 {
            trails[index].firstTime = now
            trails[index].firstPartition = Int32(partition.index)
        }
        trails[index].lastTime = now
        trails[index].lastPartition = Int32(partition.index)
    }

    /// A key's records; nil where none was sent, or the key is not followed.
    package func trail(of identifier: Int) -> Trail? {
        guard trails.indices.contains(identifier), trails[identifier].firstPartition >= 0
        else { return nil }
        return trails[identifier]
    }
}
