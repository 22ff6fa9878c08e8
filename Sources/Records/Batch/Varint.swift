/// Zig-zag variable-length integers, as Kafka and protocol buffers write them:
/// −1 is `01`, 64 is `80 01`.
package enum Varint {
    /// Bytes that the zig-zag form of `value` takes, 1 to 10.
    @inlinable package static func size(_ value: Int) -> Int {
        let zigZag = UInt64(bitPattern: Int64((value << 1) ^ (value >> 63)))
        // (bits + 6) / 7 with bits at least 1, without a division.
        let bits = 64 - (zigZag | 1).leadingZeroBitCount
        return (bits &* 9 &+ 64) >> 6
    }

    /// Writes `value` at `pointer` and moves the pointer past it. The caller guarantees
    /// `size(value)` bytes of room.
    @inlinable package static func write(_ value: Int, to pointer: inout UnsafeMutableRawPointer) {
        var rest = UInt64(bitPattern: Int64((value << 1) ^ (value >> 63)))
        while rest >= 0x80 {
            pointer.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            pointer += 1
            rest >>= 7
        }
        pointer.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        pointer += 1
    }

    /// Reads a value at `pointer`, moves the pointer past it, and answers nil where it runs past
    /// `end` or beyond 64 bits.
    @inlinable package static func read(
        from pointer: inout UnsafeRawPointer, end: UnsafeRawPointer
    ) -> Int? {
        var zigZag: UInt64 = 0
        var shift: UInt64 = 0
        while pointer < end, shift < 64 {
            let byte = pointer.load(as: UInt8.self)
            pointer += 1
            zigZag |= UInt64(byte & 0x7f) &<< shift
            if byte < 0x80 {
                return Int(Int64(bitPattern: (zigZag >> 1) ^ (0 &- (zigZag & 1))))
            }
            shift += 7
        }
        return nil
    }
}
