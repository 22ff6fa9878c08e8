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
        let index = segmentIndex(holding: from)
        let (position, baseOffset) = segments[index].batch(atOrBefore: from)
        var end = segments[index].writtenBytes
        if bound < segments[index].nextOffset,
            let beyond = segments[index].position(atOrAfter: bound)
        {
            end = min(end, beyond)
        }
        let bytes = min(max(bytesMax, BatchLayout.records), end - position)
        return DiskRequest(
            owner: owner,
            operation: .read(
                ReadRequest(
                    file: segments[index].file, generation: segments[index].generation,
                    position: position, byteCount: bytes, baseOffset: baseOffset, limit: end,
                    end: segments[index].nextOffset, buffer: pool.take(atLeast: bytes),
                    from: from, bound: bound, ticket: ticket)))
    }

    /// What a completed read yields.
    package enum ReadOutcome {
        /// The request's buffer, its payload trimmed to whole batches that were asked for; empty
        /// where the batch that holds `from` reaches to `bound` or beyond.
        case batches(BatchBuffer)
        /// The wanted batch is not whole in what was read, whose buffer went back to the pool:
        /// this reads on.
        case again(DiskRequest)
    }

    /// Trims what a read brought to whole batches between `from` and `bound`: the first holds
    /// `from`, each continues the one before it. Checksums are left to the receiver, who finds
    /// all damage but that of an epoch, and of an offset that leaves the order as it is.
    ///
    /// - Throws: `StorageError.invalidBatch` or `.outOfOrder` where no such batch lies where it
    ///   should, `.offsetOutOfRange` where retention removed it meanwhile; the buffer stays the
    ///   caller's.
    package func finishRead(
        _ read: ReadRequest, pool: BufferPool
    ) throws(StorageError) -> ReadOutcome {
        let buffer = read.buffer
        var position = 0
        var start: Int?
        var last = 0
        var next = read.baseOffset
        while true {
            let header: BatchHeader
            do throws(RecordError) {
                header = try BatchHeader.framed(
                    UnsafeRawBufferPointer(
                        start: buffer.base + position, count: buffer.end - position))
            } catch .truncated(let needed, _) where start == nil {
                return .again(
                    try readOn(read, at: position, next: next, needed: needed, pool: pool))
            } catch {
                guard start == nil else { break }
                throw .invalidBatch(error)
            }
            guard
                header.fits(after: next, limit: read.end, mayHaveGaps: settings.mayHaveGaps)
            else {
                // With gaps it may as well be the batch before that lies where it should not.
                let isBack = settings.mayHaveGaps && header.baseOffset < next
                guard let start, !isBack || last > start else {
                    throw .outOfOrder(expected: next, found: header.baseOffset)
                }
                if isBack { position = last }
                break
            }
            guard header.lastOffset < read.bound else { break }
            if start == nil, header.lastOffset >= read.from { start = position }
            next = header.nextOffset
            last = position
            position += header.byteCount
        }
        buffer.start = start ?? position
        buffer.end = position
        return .batches(buffer)
    }

    /// A read of at least `needed` bytes from `skipped` bytes further on, where the batch begins
    /// whose first offset is `next`: the wanted one or one before it.
    private func readOn(
        _ read: ReadRequest, at skipped: Int, next: Offset, needed: Int, pool: BufferPool
    ) throws(StorageError) -> DiskRequest {
        guard read.from >= logStart else {
            throw .offsetOutOfRange(requested: read.from, logStart: logStart, logEnd: logEnd)
        }
        let holder = segments[segmentIndex(holding: read.from)]
        guard holder.file == read.file, holder.generation == read.generation else {
            return try readAgain(read, pool: pool)
        }
        let position = read.position + skipped
        let available = read.limit - position
        guard read.buffer.end == read.byteCount, needed <= available else {
            throw .invalidBatch(
                .truncated(
                    neededBytes: needed,
                    availableBytes: min(available, read.buffer.end - skipped)))
        }
        let bytes = min(max(needed, read.byteCount, settings.indexIntervalBytes), available)
        pool.give(read.buffer)
        return DiskRequest(
            owner: owner,
            operation: .read(
                ReadRequest(
                    file: read.file, generation: read.generation, position: position,
                    byteCount: bytes, baseOffset: next, limit: read.limit, end: read.end,
                    buffer: pool.take(atLeast: bytes), from: read.from,
                    bound: read.bound, ticket: read.ticket)))
    }

    /// The same read of what the cleaner has put in the place of its segment meanwhile.
    private func readAgain(
        _ read: ReadRequest, pool: BufferPool
    ) throws(StorageError) -> DiskRequest {
        let again = try planRead(
            from: read.from, bound: read.bound, bytesMax: read.byteCount, ticket: read.ticket,
            pool: pool)
        guard let again else {
            throw .offsetOutOfRange(requested: read.from, logStart: logStart, logEnd: logEnd)
        }
        pool.give(read.buffer)
        return again
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

    /// The first offset below the log end whose record is at or after `timestamp` (milliseconds
    /// since 1970), or nil where every record is earlier: Kafka's offsets-for-times.
    ///
    /// Reads the disk directly: it is an administrator's call, not the data path.
    /// - Throws: `StorageError` from the disk, or `.invalidBatch`.
    package func offset(
        atOrAfter timestamp: Int64, pool: BufferPool
    ) throws(StorageError) -> Offset? {
        for segment in segments where (segment.timestampMax ?? Int64.min) >= timestamp {
            let start = segment.scanPosition(forTimestamp: timestamp)
            var scanner = SegmentScanner(
                disk: disk, file: segment.file, position: start, end: segment.writtenBytes)
            while let batch = try scanner.next() {
                guard batch.header.nextOffset > logStart, batch.header.maxTimestamp >= timestamp
                else { continue }
                if let found = try firstRecord(in: batch.header, atOrAfter: timestamp, pool) {
                    return found < logEnd ? found : nil
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
