package import Records

extension PartitionLog {
    /// Plans a read of whole batches that hold offsets from `from` up to, not including, `bound`.
    ///
    /// - Parameter bytesMax: about how much to read; one batch is read whole even if larger.
    /// - Returns: nil where there is nothing below `bound` yet.
    /// - Throws: `StorageError.offsetOutOfRange` outside logStart ... logEnd.
    /// - Complexity: O(log segments + log index entries).
    package func planRead(
        from: Offset, bound: Offset, bytesMax: Int, ticket: Int32, pool: BufferPool
    ) throws(StorageError) -> DiskRequest? {
        guard from >= logStart, from <= logEnd else {
            throw .offsetOutOfRange(requested: from, logStart: logStart, logEnd: logEnd)
        }
        let bound = min(bound, logEnd)
        guard from < bound else { return nil }
        let segment = segments[segmentIndex(holding: from)]
        let position = segment.offsetIndex.position(atOrBefore: segment.relative(from))
        var limit = segment.writtenBytes
        if bound < segment.nextOffset,
            let beyond = segment.offsetIndex.position(atOrAfter: segment.relative(bound))
        {
            limit = min(limit, beyond)
        }
        let bytes = min(max(bytesMax, BatchLayout.records), limit - position)
        return readRequest(
            segment.file, position: position, bytes: bytes, from: from, bound: bound,
            ticket: ticket, pool: pool)
    }

    private func readRequest(
        _ file: DiskFile, position: Int, bytes: Int, from: Offset, bound: Offset, ticket: Int32,
        pool: BufferPool
    ) -> DiskRequest {
        DiskRequest(
            owner: owner,
            operation: .read(
                ReadRequest(
                    file: file, position: position, byteCount: bytes,
                    buffer: pool.take(atLeast: bytes), from: from, bound: bound, ticket: ticket)))
    }

    /// What a completed read yields.
    package enum ReadOutcome {
        /// The request's buffer, its payload trimmed to whole batches that were asked for.
        case batches(BatchBuffer)
        /// The first batch is larger than what was read: this reads it whole.
        case again(DiskRequest)
    }

    /// Trims what a read brought to whole batches between `from` and `bound`. Checksums are left
    /// to the receiver.
    ///
    /// - Throws: `StorageError.invalidBatch` where the bytes frame no batch.
    package func finishRead(
        _ read: ReadRequest, pool: BufferPool
    ) throws(StorageError) -> ReadOutcome {
        let buffer = read.buffer
        var position = 0
        var start: Int?
        var end = 0
        while buffer.end - position >= BatchLayout.records {
            let rest = UnsafeRawBufferPointer(
                start: buffer.base + position, count: buffer.end - position)
            let header: BatchHeader
            do throws(RecordError) {
                header = try BatchHeader.framed(rest)
            } catch .truncated(let needed, _) {
                if start == nil {
                    let again = readRequest(
                        read.file, position: read.position + position, bytes: needed,
                        from: read.from, bound: read.bound, ticket: read.ticket, pool: pool)
                    pool.give(buffer)
                    return .again(again)
                }
                break
            } catch { throw .invalidBatch(error) }
            guard header.lastOffset < read.bound else { break }
            if start == nil, header.lastOffset >= read.from { start = position }
            position += header.byteCount
            if start != nil { end = position }
        }
        guard let start else { return try widen(read, scanned: position, pool: pool) }
        buffer.start = start
        buffer.end = end
        return .batches(buffer)
    }

    /// The wanted batch begins beyond what was read.
    private func widen(
        _ read: ReadRequest, scanned: Int, pool: BufferPool
    ) throws(StorageError) -> ReadOutcome {
        guard scanned > 0 || read.buffer.end >= BatchLayout.records else {
            throw .invalidBatch(
                .truncated(
                    neededBytes: BatchLayout.records, availableBytes: read.buffer.end))
        }
        let rest = read.buffer.end - scanned
        let again = readRequest(
            read.file, position: read.position + scanned,
            bytes: max(read.byteCount, rest + BatchLayout.records), from: read.from,
            bound: read.bound, ticket: read.ticket, pool: pool)
        pool.give(read.buffer)
        return .again(again)
    }

    /// The last segment that begins at or before the offset.
    func segmentIndex(holding offset: Offset) -> Int {
        var low = 0
        var high = segments.count
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].baseOffset > offset { high = middle } else { low = middle + 1 }
        }
        return max(0, low - 1)
    }

    /// The first offset whose record is at or after `timestamp` (milliseconds since 1970), or
    /// nil where every record is earlier: Kafka's offsets-for-times.
    ///
    /// Reads the disk directly: it is an administrator's call, not the data path.
    /// - Throws: `StorageError` from the disk, or `.invalidBatch`.
    package func offset(
        atOrAfter timestamp: Int64, pool: BufferPool
    ) throws(StorageError) -> Offset? {
        for segment in segments where (segment.timestampMax ?? Int64.min) >= timestamp {
            let start = segment.offsetIndex.position(
                atOrBefore: segment.timeIndex.scanStart(for: timestamp))
            var scanner = SegmentScanner(
                disk: disk, file: segment.file, position: start, end: segment.writtenBytes)
            while let batch = try scanner.next() {
                guard batch.header.nextOffset > logStart, batch.header.maxTimestamp >= timestamp
                else { continue }
                if let found = try firstRecord(in: batch.header, atOrAfter: timestamp, pool) {
                    return found
                }
            }
        }
        return nil
    }

    private func firstRecord(
        in header: BatchHeader, atOrAfter timestamp: Int64, _ pool: BufferPool
    ) throws(StorageError) -> Offset? {
        do throws(RecordError) {
            let plain = try Compression.decompress(header, pool: pool)
            defer { pool.give(plain) }
            var cursor = RecordCursor(validated: BatchHeader(at: plain.base))
            while let record = try cursor.next() {
                if record.timestamp >= timestamp { return record.offset }
            }
            return nil
        } catch { throw .invalidBatch(error) }
    }
}
