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
            hash = mix(
                hash,
                UInt32(
                    littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt32.self)))
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

    /// The hash of a key of eight bytes, which are `key`'s in memory, as fast as it gets.
    @inlinable public static func hash(eightBytes key: UInt64) -> UInt32 {
        let bytes = key.littleEndian
        var hash: UInt32 = 0x9747_b28c ^ 8
        hash = mix(hash, UInt32(truncatingIfNeeded: bytes))
        return finish(mix(hash, UInt32(truncatingIfNeeded: bytes &>> 32)))
    }

    @inlinable static func mix(_ hash: UInt32, _ bytes: UInt32) -> UInt32 {
        let multiplier: UInt32 = 0x5bd1_e995
        var word = bytes &* multiplier
        word ^= word >> 24
        return (hash &* multiplier) ^ (word &* multiplier)
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
        partition(hash: hash(key), partitions: partitions)
    }

    /// The same for a key of eight bytes, which are `key`'s in memory.
    @inlinable public static func partition(
        ofEightBytes key: UInt64, partitions: Int
    ) -> PartitionIndex {
        partition(hash: hash(eightBytes: key), partitions: partitions)
    }

    @inlinable static func partition(hash: UInt32, partitions: Int) -> PartitionIndex {
        PartitionIndex(
            rawValue: Int32(
                truncatingIfNeeded: (hash & 0x7fff_ffff)
                    % UInt32(truncatingIfNeeded: partitions)))
    }
}
