/// Walks the records of one uncompressed batch. Allocates nothing.
///
/// A view over memory that its user keeps alive and unchanged.
package struct RecordCursor {
    @usableFromInline var pointer: UnsafeRawPointer
    @usableFromInline let end: UnsafeRawPointer
    @usableFromInline let baseOffset: Offset
    @usableFromInline let baseTimestamp: Int64
    /// Records not yet walked.
    @usableFromInline package var remaining: Int
    @usableFromInline let count: Int
    /// The offset after the last record walked; at first the batch's base offset.
    package var nextOffset: Offset

    /// The records of the batch at the front of `bytes`, whose header has been validated and
    /// whose codec is `none`.
    @inlinable package init(validated header: BatchHeader) {
        pointer = header.bytes + BatchLayout.records
        end = header.bytes + header.byteCount
        baseOffset = header.baseOffset
        nextOffset = header.baseOffset
        baseTimestamp = header.baseTimestamp
        count = header.recordCount
        remaining = count
    }

    /// The next record, or nil after the last.
    ///
    /// - Throws: `RecordError.malformedRecord` where a record does not end where it says; after
    ///   a valid checksum that means that the writer was wrong.
    @inlinable package mutating func next() throws(RecordError) -> RecordView? {
        guard remaining > 0 else { return nil }
        let index = count - remaining
        guard let length = Varint.read(from: &pointer, end: end), length >= 7,
            length <= end - pointer
        else { throw .malformedRecord(index: index) }
        let recordEnd = pointer + length
        pointer += 1
        guard let timestampDelta = Varint.read(from: &pointer, end: recordEnd),
            let offsetDelta = Varint.read(from: &pointer, end: recordEnd),
            let keyLength = Varint.read(from: &pointer, end: recordEnd),
            keyLength >= -1, keyLength <= recordEnd - pointer
        else { throw .malformedRecord(index: index) }
        let key =
            keyLength < 0 ? nil : UnsafeRawBufferPointer(start: pointer, count: keyLength)
        pointer += Swift.max(0, keyLength)
        guard let valueLength = Varint.read(from: &pointer, end: recordEnd),
            valueLength >= -1, valueLength <= recordEnd - pointer
        else { throw .malformedRecord(index: index) }
        let value =
            valueLength < 0 ? nil : UnsafeRawBufferPointer(start: pointer, count: valueLength)
        pointer = recordEnd
        remaining &-= 1
        let offset = baseOffset.advanced(by: offsetDelta)
        nextOffset = offset.advanced(by: 1)
        return RecordView(
            offset: offset,
            timestamp: baseTimestamp &+ Int64(timestampDelta), key: key, value: value)
    }
}

/// One record where it lies in its batch; headers are not looked at.
package struct RecordView {
    package let offset: Offset
    /// Milliseconds since 1970.
    package let timestamp: Int64
    /// Nil is a null key.
    package let key: UnsafeRawBufferPointer?
    /// Nil is a null value: a tombstone in a compacted topic.
    package let value: UnsafeRawBufferPointer?

    @inlinable init(
        offset: Offset, timestamp: Int64, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?
    ) {
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
    }
}
