/// Walks the records of one uncompressed batch. Allocates nothing.
///
/// A view over memory that its user keeps alive and unchanged. Whatever the records say, nothing
/// outside the batch is read.
public struct RecordCursor {
    @usableFromInline var pointer: UnsafeRawPointer
    @usableFromInline let end: UnsafeRawPointer
    @usableFromInline let baseOffset: Offset
    @usableFromInline let baseTimestamp: Int64
    /// The offset deltas that the next record may have: they rise.
    @usableFromInline var offsetDeltaMin: Int
    @usableFromInline let offsetDeltaMax: Int
    /// Records not yet walked.
    public var remaining: Int
    @usableFromInline let count: Int
    /// The epoch of the leader that took the batch.
    public let leaderEpoch: LeaderEpoch
    /// The offset after the last record walked; at first the batch's base offset, in the end the
    /// batch's end, whose last records compaction may have taken.
    public var nextOffset: Offset {
        let delta = remaining == 0 ? offsetDeltaMax &+ 1 : offsetDeltaMin
        return Offset(baseOffset.rawValue &+ Int64(delta))
    }

    /// The records of the batch that `header` begins, which has been validated or came from
    /// `Compression.decompress`, and whose codec is `none`.
    @inlinable public init(validated header: BatchHeader) {
        pointer = header.bytes + BatchLayout.records
        end = header.bytes + header.byteCount
        baseOffset = header.baseOffset
        baseTimestamp = header.baseTimestamp
        offsetDeltaMin = 0
        offsetDeltaMax = header.lastOffsetDelta
        count = header.recordCount
        leaderEpoch = header.leaderEpoch
        remaining = count
    }

    /// The next record, or nil after the last.
    ///
    /// - Throws: `RecordError.malformedRecord` where a record does not end where it says or its
    ///   offset does not follow the one before, `.inconsistentHeader` where bytes are left after
    ///   the last record. After a valid checksum both mean that the writer was wrong. The cursor
    ///   does not move.
    @inlinable @inline(__always)
    public mutating func next() throws(RecordError) -> RecordView? {
        guard remaining > 0 else {
            guard pointer == end else { throw .inconsistentHeader }
            return nil
        }
        guard
            let frame = RecordFrame.short(from: pointer, end: end)
                ?? RecordFrame.long(from: pointer, end: end),
            frame.offsetDelta >= offsetDeltaMin, frame.offsetDelta <= offsetDeltaMax
        else { throw .malformedRecord(index: count &- remaining) }
        pointer = frame.end
        offsetDeltaMin = frame.offsetDelta &+ 1
        remaining &-= 1
        return RecordView(
            offset: Offset(baseOffset.rawValue &+ Int64(frame.offsetDelta)),
            timestamp: baseTimestamp &+ Int64(frame.timestampDelta),
            key: frame.keyLength < 0
                ? nil : UnsafeRawBufferPointer(start: frame.key, count: frame.keyLength),
            value: frame.valueLength < 0
                ? nil : UnsafeRawBufferPointer(start: frame.value, count: frame.valueLength),
            headers: frame.value + Swift.max(0, frame.valueLength), end: frame.end)
    }
}

/// One record where it lies in its batch.
public struct RecordView {
    public let offset: Offset
    /// Milliseconds since 1970.
    public let timestamp: Int64
    /// Nil is a null key.
    public let key: UnsafeRawBufferPointer?
    /// Nil is a null value: a tombstone in a compacted topic.
    public let value: UnsafeRawBufferPointer?
    /// Where the number of headers stands.
    @usableFromInline let headerStart: UnsafeRawPointer
    /// One past the record's last byte.
    @usableFromInline let end: UnsafeRawPointer

    /// The headers as they lie in the record, their number first; they are well-formed.
    @inlinable public var headerBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: headerStart, count: end - headerStart)
    }

    @inlinable init(
        offset: Offset, timestamp: Int64, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: UnsafeRawPointer, end: UnsafeRawPointer
    ) {
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        headerStart = headers
        self.end = end
    }
}
