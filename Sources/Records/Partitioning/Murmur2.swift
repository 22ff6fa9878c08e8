/// Kafka's key hash: MurmurHash2, 32 bits, seed 9747b28c.
public enum Murmur2 {
    /// The hash of `key`. O(n), about 3 ns for 8 bytes.
    @inlinable public static func hash(_ key: UnsafeRawBufferPointer) -> UInt32 {
        let multiplier: UInt32 = 0x5bd1_e995
        let count = key.count
        var hash: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: count)
        guard let base = key.baseAddress else { return finish(hash) }
        var index = 0
        while index &+ 4 <= count {
            var word = UInt32(
                littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt32.self))
            word = word &* multiplier
            word ^= word >> 24
            word = word &* multiplier
            hash = (hash &* multiplier) ^ word
            index &+= 4
        }
        let rest = count &- index
        if rest > 0 {
            if rest == 3 {
                hash ^= UInt32(base.load(fromByteOffset: index &+ 2, as: UInt8.self)) << 16
            }
            if rest >= 2 {
                hash ^= UInt32(base.load(fromByteOffset: index &+ 1, as: UInt8.self)) << 8
            }
            hash ^= UInt32(base.load(fromByteOffset: index, as: UInt8.self))
            hash = hash &* multiplier
        }
        return finish(hash)
    }

    @inlinable static func finish(_ value: UInt32) -> UInt32 {
        var hash = value
        hash ^= hash >> 13
        hash = hash &* 0x5bd1_e995
        return hash ^ (hash >> 15)
    }

    /// The partition that Kafka's default partitioner gives `key` among `partitions`:
    /// `(hash & 0x7fffffff) % partitions`.
    ///
    /// - Precondition: at least one partition.
    @inlinable public static func partition(
        of key: UnsafeRawBufferPointer, partitions: Int
    ) -> PartitionIndex {
        PartitionIndex(
            rawValue: Int32((hash(key) & 0x7fff_ffff) % UInt32(truncatingIfNeeded: partitions)))
    }
}
