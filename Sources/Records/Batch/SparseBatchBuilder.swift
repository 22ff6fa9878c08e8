/// Writes a record batch v2 of any shape: null values, headers, a base offset of its own, gaps
/// between the offsets, a delete horizon.
///
/// For what is not on the path of the load: compaction, internal topics, tests. It grows its
/// buffer as needed.
package struct SparseBatchBuilder {
    private let pool: BufferPool
    private var buffer: BatchBuffer
    private var position = BatchLayout.records
    private var fields = BatchFields()

    /// - Parameters:
    ///   - baseOffset: where the batch begins, whether or not its first record is still there.
    ///   - deleteHorizon: from when on tombstones in the batch may go, milliseconds since 1970;
    ///     it stands in the place of the base timestamp (Kafka's KIP-534).
    package init(
        baseOffset: Offset = .zero, deleteHorizon: Int64? = nil, pool: BufferPool,
        capacityBytes: Int = 512
    ) {
        self.pool = pool
        buffer = pool.take(atLeast: max(capacityBytes, BatchLayout.records + 1))
        fields.baseOffset = baseOffset
        fields.maxTimestamp = -1
        fields.lastOffsetDelta = -1
        if let deleteHorizon {
            fields.attributes |= BatchLayout.deleteHorizonFlag
            fields.baseTimestamp = deleteHorizon
        }
    }

    /// Records so far.
    package var recordCount: Int { fields.recordCount }

    /// Bytes of the batch as it stands, uncompressed.
    package var byteCount: Int { position }

    /// Appends a record.
    ///
    /// - Parameters:
    ///   - offset: behind that of the record before; nil is the next one.
    ///   - timestamp: milliseconds since 1970.
    ///   - value: nil is a tombstone in a compacted topic.
    package mutating func append(
        offset: Offset? = nil, timestamp: Int64, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: [RecordHeader] = []
    ) {
        let delta =
            offset.map { $0.distance(from: fields.baseOffset) } ?? fields.lastOffsetDelta + 1
        RecordHeader.encoded(headers).withUnsafeBytes {
            append(
                offsetDelta: delta, timestamp: timestamp, key: key, value: value, headers: $0)
        }
    }

    /// Appends a record with the offset, bytes and headers of another.
    package mutating func append(copyOf record: RecordView) {
        append(
            offsetDelta: record.offset.distance(from: fields.baseOffset),
            timestamp: record.timestamp, key: record.key, value: record.value,
            headers: record.headerBytes)
    }

    private mutating func append(
        offsetDelta: Int, timestamp: Int64, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: UnsafeRawBufferPointer
    ) {
        precondition(offsetDelta > fields.lastOffsetDelta, "offsets rise")
        if fields.recordCount == 0, fields.attributes & BatchLayout.deleteHorizonFlag == 0 {
            fields.baseTimestamp = timestamp
        }
        let encoding = RecordEncoding(
            timestampDelta: Int(timestamp &- fields.baseTimestamp), offsetDelta: offsetDelta,
            key: key, value: value, headers: headers)
        makeRoom(for: encoding.byteCount)
        position = encoding.write(to: buffer.base + position) - buffer.base
        fields.maxTimestamp =
            fields.recordCount == 0 ? timestamp : max(fields.maxTimestamp, timestamp)
        fields.recordCount += 1
        fields.lastOffsetDelta = offsetDelta
    }

    private mutating func makeRoom(for bytes: Int) {
        guard position + bytes > buffer.capacity else { return }
        let larger = pool.take(atLeast: max(buffer.capacity * 2, position + bytes))
        larger.base.copyMemory(from: buffer.base, byteCount: position)
        pool.give(buffer)
        buffer = larger
    }

    /// Completes the batch as a producer sends it. Its buffer comes from the builder's pool.
    ///
    /// - Throws: `RecordError.codecFailure`.
    package consuming func finish(
        codec: Codec = .none, producerID: Int64 = -1, producerEpoch: Int16 = -1,
        baseSequence: Int32 = -1
    ) throws(RecordError) -> BatchBuffer {
        fields.producerID = producerID
        fields.producerEpoch = producerEpoch
        fields.baseSequence = baseSequence
        return try complete(codec: codec)
    }

    /// Completes the batch as what is left of another: with that one's codec, offsets, epoch,
    /// producer and sequences. A batch without records keeps the latest timestamp too.
    ///
    /// - Throws: `RecordError.codecFailure`.
    package consuming func finish(
        inPlaceOf header: BatchHeader
    ) throws(RecordError) -> BatchBuffer {
        fields.attributes |=
            header.attributes & ~(BatchLayout.codecMask | BatchLayout.deleteHorizonFlag)
        fields.lastOffsetDelta = header.lastOffsetDelta
        fields.leaderEpoch = header.leaderEpoch
        fields.producerID = header.producerID
        fields.producerEpoch = header.producerEpoch
        fields.baseSequence = header.baseSequence
        if fields.recordCount == 0 {
            fields.baseTimestamp = -1
            fields.maxTimestamp = header.maxTimestamp
            fields.attributes &= ~BatchLayout.deleteHorizonFlag
        }
        return try complete(codec: fields.recordCount == 0 ? .none : header.codec ?? .none)
    }

    private consuming func complete(codec: Codec) throws(RecordError) -> BatchBuffer {
        buffer.start = 0
        buffer.end = position
        var result = buffer
        if codec != .none {
            result = try Compression.compressRecords(of: buffer, codec: codec, pool: pool)
            pool.give(buffer)
        }
        fields.attributes |= codec.attributeBits
        fields.write(to: result.base, byteCount: result.end)
        return result
    }
}
