public import Records
public import Workloads

/// Where a key's records go: within the partitions of its topic by the hash of its bytes, as in
/// Kafka.
///
/// Partitions are numbered through all topics. The key that stands for number i has topic
/// i / (number of producers) mod (number of topics), so that every producer sends to every topic.
public struct KeyPlacement: Sendable {
    /// Of all topics.
    @usableFromInline var partitions: Int
    @usableFromInline let topics: Int
    @usableFromInline let producers: UInt64
    @usableFromInline let keyBytes: Int

    package init(_ configuration: RunConfiguration) {
        partitions = configuration.topic.allPartitions
        topics = configuration.topic.count
        producers = UInt64(configuration.producers.count)
        keyBytes = configuration.records.key.bytes
    }

    /// The partition of a key.
    ///
    /// - Parameters:
    ///   - identifier: what the key stands for.
    ///   - key: room for `keyBytes`, whose bytes may change.
    @inlinable @inline(__always)
    public func partition(
        of identifier: UInt64, key: UnsafeMutableRawPointer
    ) -> PartitionIndex {
        if keyBytes == RecordKey.byteCountMin, topics == 1 {
            return Murmur2.partition(
                ofEightBytes: identifier.bigEndian, partitions: partitions)
        }
        return partition(ofLong: identifier, key: key)
    }

    @inlinable @inline(never)
    func partition(ofLong identifier: UInt64, key: UnsafeMutableRawPointer) -> PartitionIndex {
        RecordKey.write(identifier, size: keyBytes, to: key)
        let each = partitions / topics
        let within = Murmur2.partition(
            of: UnsafeRawBufferPointer(start: key, count: keyBytes), partitions: each)
        guard topics > 1 else { return within }
        let topic = Int(truncatingIfNeeded: (identifier / producers) % UInt64(topics))
        return PartitionIndex(topic * each + within.index)
    }
}
