/// Zig-zag variable-length integers, as Kafka and protocol buffers write them:
/// −1 is `01`, 64 is `80 01`.
///
/// One and two bytes are handled in place, longer forms by a call: nearly every field of a record
/// takes one or two.
public enum Varint {
    /// Bytes that the zig-zag form of `value` takes, 1 to 10.
    @inlinable public static func size(_ value: Int) -> Int {
        // (bits + 6) / 7 with bits at least 1, without a division.
        let bits = 64 &- (zigZag(value) | 1).leadingZeroBitCount
        return (bits &* 9 &+ 64) >> 6
    }

    /// Writes `value` at `pointer` and moves the pointer past it. The caller guarantees
    /// `size(value)` bytes of room.
    @inlinable public static func write(_ value: Int, to pointer: inout UnsafeMutableRawPointer) {
        let bits = zigZag(value)
        if bits < 0x80 {
            pointer.storeBytes(of: UInt8(truncatingIfNeeded: bits), as: UInt8.self)
            pointer += 1
        } else if bits < 0x4000 {
            let pair = UInt16(truncatingIfNeeded: (bits & 0x7f) | 0x80 | (bits >> 7) << 8)
            pointer.storeBytes(of: pair.littleEndian, as: UInt16.self)
            pointer += 2
        } else {
            pointer = writeLong(bits, to: pointer)
        }
    }

    /// Reads a value at `pointer`, moves the pointer past it, and answers nil where it runs past
    /// `end` or beyond 64 bits; the pointer then stays.
    @inlinable public static func read(
        from pointer: inout UnsafeRawPointer, end: UnsafeRawPointer
    ) -> Int? {
        if end - pointer >= 2 {
            let first = pointer.load(as: UInt8.self)
            if first < 0x80 {
                pointer += 1
                return value(UInt64(first))
            }
            let second = pointer.load(fromByteOffset: 1, as: UInt8.self)
            if second < 0x80 {
                pointer += 2
                return value(UInt64(first & 0x7f) | UInt64(second) << 7)
            }
        }
        guard let (bits, next) = readLong(from: pointer, end: end) else { return nil }
        pointer = next
        return value(bits)
    }

    /// Reads the zig-zag form of a value of one or two bytes, both of which the caller guarantees
    /// to be readable, and moves the pointer past it; nil for a longer one.
    @inlinable @inline(__always)
    public static func readShort(from pointer: inout UnsafeRawPointer) -> UInt64? {
        let first = UInt64(pointer.load(as: UInt8.self))
        if first < 0x80 {
            pointer += 1
            return first
        }
        let second = UInt64(pointer.load(fromByteOffset: 1, as: UInt8.self))
        guard second < 0x80 else { return nil }
        pointer += 2
        return (first & 0x7f) | second << 7
    }

    @inlinable static func zigZag(_ value: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: (value &<< 1) ^ (value &>> 63))
    }

    @inlinable public static func value(_ zigZag: UInt64) -> Int {
        Int(truncatingIfNeeded: (zigZag >> 1) ^ (0 &- (zigZag & 1)))
    }

    /// Writes any number of bytes and answers where they end.
    @inline(never) @usableFromInline static func writeLong(
        _ bits: UInt64, to start: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var rest = bits
        var pointer = start
        while rest >= 0x80 {
            pointer.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            pointer += 1
            rest >>= 7
        }
        pointer.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        return pointer + 1
    }

    /// Reads any number of bytes: the zig-zag form and where it ends.
    @inline(never) @usableFromInline static func readLong(
        from start: UnsafeRawPointer, end: UnsafeRawPointer
    ) -> (bits: UInt64, next: UnsafeRawPointer)? {
        var bits: UInt64 = 0
        var shift: UInt64 = 0
        var pointer = start
        while pointer < end {
            let byte = pointer.load(as: UInt8.self)
            pointer += 1
            // The tenth byte has room for the 64th bit only.
            if shift == 63, byte > 1 { return nil }
            bits |= UInt64(byte & 0x7f) &<< shift
            if byte < 0x80 { return (bits, pointer) }
            shift &+= 7
        }
        return nil
    }
}
