/// How a key's bytes stand for a number.
public enum RecordKey {
    /// The smallest key, in bytes.
    public static let byteCountMin = 8

    /// Writes a key of `size` bytes, at least 8, to `bytes`, which need no alignment: the
    /// identifier, big-endian, and then zeros.
    @inlinable public static func write(
        _ identifier: UInt64, size: Int, to bytes: UnsafeMutableRawPointer
    ) {
        bytes.storeBytes(of: identifier.bigEndian, as: UInt64.self)
        if size > byteCountMin {
            (bytes + byteCountMin)
                .initializeMemory(as: UInt8.self, repeating: 0, count: size &- byteCountMin)
        }
    }

    /// What a key stands for that `write` wrote; `bytes` are at least 8 and need no alignment.
    @inlinable public static func identifier(
        readingFrom bytes: UnsafeRawBufferPointer
    ) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
    }
}
