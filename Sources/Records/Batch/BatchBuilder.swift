/// Writes one record batch v2 in place, record by record.
///
/// A value type over a buffer that it owns: start one with an empty buffer, append while there is
/// room, then `finish` and take the buffer away. Appending allocates nothing.
public struct BatchBuilder {
    /// The buffer that is being filled; the batch begins at its byte 0.
    public let buffer: BatchBuffer
    /// The buffer's first byte and the bytes a batch may take there, kept here so that appending
    /// does not go through the buffer.
    @usableFromInline let base: UnsafeMutableRawPointer
    @usableFromInline let capacity: Int
    /// Where the next record goes, counted from the buffer's base.
    @usableFromInline var position: Int
    @usableFromInline var records: Int
    @usableFromInline var baseTimestamp: Int64
    @usableFromInline var maxTimestamp: Int64

    /// The most bytes that a record's framing takes beside its key and value: length, attributes,
    /// timestamp delta, offset delta, two lengths, header count.
    public static let recordOverheadBytesMax = 5 + 1 + 10 + 5 + 5 + 5 + 1

    /// - Precondition: the buffer holds at least a batch header.
    public init(buffer: BatchBuffer) {
        precondition(buffer.capacity > BatchLayout.records, "no room for a batch header")
        self.buffer = buffer
        base = buffer.base
        capacity = Swift.min(buffer.capacity, BatchLayout.batchBytesMax)
        position = BatchLayout.records
        records = 0
        baseTimestamp = 0
        maxTimestamp = 0
    }

    /// Records so far.
    @inlinable public var recordCount: Int { records }

    /// Bytes of the batch as it stands.
    @inlinable public var byteCount: Int { position }

    /// Whether a record with `keyBytes` and `valueBytes` surely fits below `limit` bytes, the
    /// buffer's capacity and the most that a batch may have.
    @inlinable public func hasRoom(keyBytes: Int, valueBytes: Int, limit: Int) -> Bool {
        valueBytes
            <= Swift.min(limit, capacity) - position - Self.recordOverheadBytesMax - keyBytes
    }

    /// Appends a record without headers and answers where its value is to be written.
    ///
    /// - Parameters:
    ///   - timestamp: milliseconds since 1970.
    ///   - key: the key's bytes; nil for a null key.
    ///   - valueBytes: the value's size; the caller fills that many bytes at the answer.
    /// - Precondition: `hasRoom` said yes.
    @inlinable @inline(__always)
    public mutating func append(
        timestamp: Int64, key: UnsafeRawBufferPointer?, valueBytes: Int
    ) -> UnsafeMutableRawPointer {
        makeRoom(timestamp: timestamp, key: key, valueBytes: valueBytes, headers: nil)
    }

    /// The same with headers, given as a record holds them.
    ///
    /// - Precondition: `hasRoom` said yes, the headers counted with the key.
    @inlinable @inline(never)
    public mutating func append(
        timestamp: Int64, key: UnsafeRawBufferPointer?, valueBytes: Int,
        headers: UnsafeRawBufferPointer
    ) -> UnsafeMutableRawPointer {
        makeRoom(timestamp: timestamp, key: key, valueBytes: valueBytes, headers: headers)
    }

    @inlinable @inline(__always)
    mutating func makeRoom(
        timestamp: Int64, key: UnsafeRawBufferPointer?, valueBytes: Int,
        headers: UnsafeRawBufferPointer?
    ) -> UnsafeMutableRawPointer {
        if records == 0 {
            baseTimestamp = timestamp
            maxTimestamp = timestamp
        } else if timestamp > maxTimestamp {
            maxTimestamp = timestamp
        }
        let timestampDelta = Int(timestamp &- baseTimestamp)
        let keyBytes = key?.count ?? 0
        let keyLength = key == nil ? -1 : keyBytes
        let bodyBytes =
            1 &+ (headers?.count ?? 1) &+ Varint.size(timestampDelta) &+ Varint.size(records)
            &+ Varint.size(keyLength) &+ keyBytes &+ Varint.size(valueBytes) &+ valueBytes

        var pointer = base + position
        Varint.write(bodyBytes, to: &pointer)
        let body = pointer
        pointer.storeBytes(of: 0, as: UInt8.self)
        pointer += 1
        Varint.write(timestampDelta, to: &pointer)
        Varint.write(records, to: &pointer)
        Varint.write(keyLength, to: &pointer)
        if let source = key?.baseAddress {
            if keyBytes == 8 {
                pointer.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
            } else {
                pointer.copyMemory(from: source, byteCount: keyBytes)
            }
            pointer += keyBytes
        }
        Varint.write(valueBytes, to: &pointer)
        let value = pointer
        if let headers, let source = headers.baseAddress {
            (value + valueBytes).copyMemory(from: source, byteCount: headers.count)
        } else {
            (value + valueBytes).storeBytes(of: 0, as: UInt8.self)
        }
        position = (body + bodyBytes) - base
        records &+= 1
        return value
    }

    /// Completes the batch: compresses its records where asked, writes header and checksum, and
    /// answers the buffer whose payload is the batch. The base offset is 0 and the leader epoch
    /// −1 until a leader stamps them. A batch without records is written too, and every reader
    /// refuses it.
    ///
    /// - Parameter pool: where a compressed batch's buffer comes from, and where the plain one
    ///   goes back to.
    /// - Throws: `RecordError.codecFailure`.
    public consuming func finish(
        codec: Codec, pool: BufferPool, producerID: Int64 = -1, producerEpoch: Int16 = -1,
        baseSequence: Int32 = -1
    ) throws(RecordError) -> BatchBuffer {
        buffer.start = 0
        buffer.end = position
        var result = buffer
        if codec != .none {
            result = try Compression.compressRecords(of: buffer, codec: codec, pool: pool)
            pool.give(buffer)
        }
        var fields = BatchFields()
        fields.attributes = codec.attributeBits
        fields.lastOffsetDelta = records - 1
        fields.baseTimestamp = baseTimestamp
        fields.maxTimestamp = maxTimestamp
        fields.producerID = producerID
        fields.producerEpoch = producerEpoch
        fields.baseSequence = baseSequence
        fields.recordCount = records
        fields.write(to: result.base, byteCount: result.end)
        return result
    }
}

extension BatchBuilder {
    /// Appends a record whose value may be null, a tombstone in a compacted topic, and that may
    /// have headers.
    ///
    /// - Returns: false where the record might not fit below `limit` bytes; nothing has changed
    ///   then.
    package mutating func append(
        timestamp: Int64, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        headers: [RecordHeader] = [], limit: Int = .max
    ) -> Bool {
        let encodedHeaders = RecordHeader.encoded(headers)
        guard
            hasRoom(
                keyBytes: (key?.count ?? 0) + encodedHeaders.count, valueBytes: value?.count ?? 0,
                limit: limit)
        else { return false }
        if records == 0 {
            baseTimestamp = timestamp
            maxTimestamp = timestamp
        }
        maxTimestamp = max(maxTimestamp, timestamp)
        encodedHeaders.withUnsafeBytes {
            let encoding = RecordEncoding(
                timestampDelta: Int(timestamp &- baseTimestamp), offsetDelta: records, key: key,
                value: value, headers: $0)
            position = encoding.write(to: base + position) - base
        }
        records += 1
        return true
    }
}
