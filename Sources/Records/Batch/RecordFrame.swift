/// Where the parts of one record lie, found without trusting any of its lengths.
public struct RecordFrame {
    public let timestampDelta: Int
    public let offsetDelta: Int
    public let key: UnsafeRawPointer
    /// −1 for a null key.
    public let keyLength: Int
    public let value: UnsafeRawPointer
    /// −1 for a null value.
    public let valueLength: Int
    /// One past the record's last byte.
    public let end: UnsafeRawPointer

    @inlinable public init(
        timestampDelta: Int, offsetDelta: Int, key: UnsafeRawPointer, keyLength: Int,
        value: UnsafeRawPointer, valueLength: Int, end: UnsafeRawPointer
    ) {
        self.timestampDelta = timestampDelta
        self.offsetDelta = offsetDelta
        self.key = key
        self.keyLength = keyLength
        self.value = value
        self.valueLength = valueLength
        self.end = end
    }

    /// The usual record at `start`: every number takes at most two bytes, there are a key, a value
    /// and no headers. Nil for any other, well-formed or not.
    ///
    /// One look at the room ahead replaces one for each number; that the numbers lay within the
    /// record shows at its end.
    @inlinable @inline(__always)
    public static func short(from start: UnsafeRawPointer, end: UnsafeRawPointer) -> RecordFrame? {
        // Length, attributes, two deltas, key length.
        guard end - start >= 2 + 1 + 2 + 2 + 2 else { return nil }
        var here = start
        guard let length = Varint.readShort(from: &here), length & 1 == 0,
            Int(length >> 1) <= end - here
        else { return nil }
        let recordEnd = here + Int(length >> 1)
        here += 1
        guard let timestampDelta = Varint.readShort(from: &here),
            let offsetDelta = Varint.readShort(from: &here), offsetDelta & 1 == 0,
            let keyLength = Varint.readShort(from: &here), keyLength & 1 == 0
        else { return nil }
        let key = here
        here += Int(keyLength >> 1)
        guard recordEnd - here >= 2, let valueLength = Varint.readShort(from: &here),
            valueLength & 1 == 0, recordEnd - here == Int(valueLength >> 1) + 1,
            recordEnd.load(fromByteOffset: -1, as: UInt8.self) == 0
        else { return nil }
        return RecordFrame(
            timestampDelta: Varint.value(timestampDelta), offsetDelta: Int(offsetDelta >> 1),
            key: key, keyLength: Int(keyLength >> 1), value: here,
            valueLength: Int(valueLength >> 1), end: recordEnd)
    }

    /// Any record at `start`; nil where it does not end where its length says.
    @inline(never) public static func long(
        from start: UnsafeRawPointer, end: UnsafeRawPointer
    ) -> RecordFrame? {
        var here = start
        guard let length = Varint.read(from: &here, end: end),
            length >= BatchLayout.recordBytesMin - 1, length <= end - here
        else { return nil }
        let recordEnd = here + length
        here += 1
        guard let timestampDelta = Varint.read(from: &here, end: recordEnd),
            let offsetDelta = Varint.read(from: &here, end: recordEnd),
            let keyLength = Varint.read(from: &here, end: recordEnd),
            keyLength >= -1, keyLength <= recordEnd - here
        else { return nil }
        let key = here
        here += max(0, keyLength)
        guard let valueLength = Varint.read(from: &here, end: recordEnd),
            valueLength >= -1, valueLength <= recordEnd - here
        else { return nil }
        let value = here
        here += max(0, valueLength)
        guard headersEnd(from: here, at: recordEnd) else { return nil }
        return RecordFrame(
            timestampDelta: timestampDelta, offsetDelta: offsetDelta, key: key,
            keyLength: keyLength, value: value, valueLength: valueLength, end: recordEnd)
    }

    /// Whether the headers that begin at `start` end exactly at `end`.
    private static func headersEnd(from start: UnsafeRawPointer, at end: UnsafeRawPointer) -> Bool {
        var here = start
        guard let count = Varint.read(from: &here, end: end), count >= 0 else { return false }
        var left = count
        while left > 0 {
            guard let keyLength = Varint.read(from: &here, end: end),
                keyLength >= 0, keyLength <= end - here
            else { return false }
            here += keyLength
            guard let valueLength = Varint.read(from: &here, end: end),
                valueLength >= -1, valueLength <= end - here
            else { return false }
            here += max(0, valueLength)
            left -= 1
        }
        return here == end
    }
}
