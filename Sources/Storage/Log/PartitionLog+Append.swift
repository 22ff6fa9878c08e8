package import Records

extension PartitionLog {
    /// Where an append landed.
    package struct AppendResult: Hashable, Sendable {
        package let baseOffset: Offset
        /// One past the append's last record.
        package let nextOffset: Offset
    }

    /// Appends one batch as the leader: gives it offsets and the epoch, which lie outside its
    /// checksum, and asks for the write.
    ///
    /// The buffer belongs to the log until the append's completion has come back.
    /// - Precondition: the buffer holds exactly one validated batch.
    /// - Throws: `StorageError`; nothing has changed then.
    package func appendAsLeader(
        _ buffer: BatchBuffer, epoch: LeaderEpoch, now: Instant,
        requests: inout [DiskRequest]
    ) throws(StorageError) -> AppendResult {
        let start = buffer.base + buffer.start
        let header = BatchHeader(at: start)
        try checkEpoch(epoch, after: lastEpoch)
        try prepare(bytes: buffer.count, records: header.lastOffsetDelta + 1, now: now, &requests)
        BatchHeader.stamp(start, baseOffset: nextOffset, leaderEpoch: epoch)
        let base = nextOffset
        submit(buffer, now: now, &requests)
        return AppendResult(baseOffset: base, nextOffset: nextOffset)
    }

    /// Appends a follower's copy of the leader's batches, byte for byte.
    ///
    /// - Precondition: the buffer holds whole validated batches, at least one.
    /// - Throws: `StorageError.outOfOrder` where they do not continue this log or each other, or
    ///   what `appendAsLeader` throws; nothing has changed then.
    package func appendAsFollower(
        _ buffer: BatchBuffer, now: Instant, requests: inout [DiskRequest]
    ) throws(StorageError) -> AppendResult {
        let end = try continuedEnd(buffer)
        try prepare(
            bytes: buffer.count, records: end.distance(from: nextOffset), now: now, &requests)
        let base = nextOffset
        submit(buffer, now: now, &requests)
        return AppendResult(baseOffset: base, nextOffset: nextOffset)
    }

    /// Proves that the buffer's batches continue this log, and answers where they end.
    private func continuedEnd(_ buffer: BatchBuffer) throws(StorageError) -> Offset {
        var position = buffer.start
        var end = nextOffset
        var epoch = lastEpoch
        repeat {
            let header: BatchHeader
            do throws(RecordError) {
                header = try BatchHeader.framed(
                    UnsafeRawBufferPointer(
                        start: buffer.base + position, count: buffer.end - position))
            } catch { throw .invalidBatch(error) }
            guard header.baseOffset == end else {
                throw .outOfOrder(expected: end, found: header.baseOffset)
            }
            try checkEpoch(header.leaderEpoch, after: epoch)
            end = header.nextOffset
            epoch = header.leaderEpoch
            position += header.byteCount
        } while position < buffer.end
        return end
    }

    /// Epochs never fall along a log: recovery takes one that does for corruption.
    private func checkEpoch(
        _ epoch: LeaderEpoch, after last: LeaderEpoch?
    ) throws(StorageError) {
        if let last, epoch < last { throw .staleEpoch(last: last, found: epoch) }
    }

    /// Rolls where the append would not fit the active segment.
    private func prepare(
        bytes: Int, records: Int, now: Instant, _ requests: inout [DiskRequest]
    ) throws(StorageError) {
        guard !hasFailed else { throw .logFailed(path: directory) }
        guard bytes <= Int(Int32.max) else {
            throw .batchTooLarge(bytes: bytes, segmentBytes: settings.segmentBytes)
        }
        let active = segments.count - 1
        let activeBytes = segments[active].byteCount
        guard activeBytes > 0 else { return }
        var isDue = activeBytes + bytes > settings.segmentBytes
        if let limit = settings.segmentTime, let first = segments[active].firstAppend {
            isDue = isDue || now - first > limit
        }
        if isDue || !segments[active].canIndex(nextOffset.advanced(by: records)) {
            try roll(&requests)
        }
    }

    /// Seals the active segment and starts the next one at `nextOffset`.
    ///
    /// The new file comes last, so that a failure leaves at most an empty file, which recovery
    /// knows how to take.
    private func roll(_ requests: inout [DiskRequest]) throws(StorageError) {
        let active = segments.count - 1
        segments[active].seal()
        try IndexFiles.write(segments[active], directory: directory, disk: disk, sync: false)
        let file = try disk.open(path(nextOffset, SegmentNames.logSuffix), create: true)
        if settings.isFlushing {
            do throws(StorageError) { try disk.syncDirectory(directory) } catch {
                disk.close(file)
                hasFailed = true
                throw error
            }
            if unflushedRecords > 0 {
                requestSync(of: segments[active].file, covering: nextOffset, &requests)
            }
        }
        segments.append(LogSegment(baseOffset: nextOffset, file: file))
    }

    /// Accounts for the batches and asks for the write, and for a sync where one is due.
    private func submit(
        _ buffer: BatchBuffer, now: Instant, _ requests: inout [DiskRequest]
    ) {
        let index = segments.count - 1
        let position = segments[index].byteCount
        if segments[index].firstAppend == nil { segments[index].firstAppend = now }
        var cursor = buffer.start
        var records = 0
        while cursor < buffer.end {
            let header = BatchHeader(at: buffer.base + cursor)
            segments[index].note(header, indexIntervalBytes: settings.indexIntervalBytes)
            lastEpoch = header.leaderEpoch
            records += header.recordCount
            cursor += header.byteCount
        }
        nextOffset = segments[index].nextOffset
        byteCount += buffer.count
        unflushedRecords += records
        if oldestUnflushed == nil { oldestUnflushed = now }
        let syncIsDue = settings.flushMessages.map { unflushedRecords >= $0 } ?? false
        pending.append(
            .append(
                segmentBase: segments[index].baseOffset, bytes: buffer.count,
                nextOffset: nextOffset, visible: !syncIsDue))
        let file = segments[index].file
        requests.append(
            DiskRequest(owner: owner, operation: .append(file, position: position, buffer)))
        if syncIsDue { requestSync(of: file, covering: nextOffset, &requests) }
    }

    func requestSync(
        of file: DiskFile, covering end: Offset, _ requests: inout [DiskRequest]
    ) {
        pending.append(.sync(coveredEnd: end))
        requests.append(DiskRequest(owner: owner, operation: .sync(file)))
        unflushedRecords = 0
        oldestUnflushed = nil
    }

    /// Asks for a sync where `flush.ms` has passed since the oldest unflushed record.
    package func flushIfDue(now: Instant, requests: inout [DiskRequest]) {
        guard !hasFailed, let interval = settings.flushInterval, let oldest = oldestUnflushed,
            now - oldest >= interval
        else { return }
        requestSync(of: segments[segments.count - 1].file, covering: nextOffset, &requests)
    }

    /// Takes the completion of an append or sync of this log; they come back in order.
    ///
    /// `logEnd` moves when an append has completed and, where `flush.messages` asked for a sync
    /// with it, when that has.
    package func complete(_ completion: DiskCompletion) {
        switch completion.request.operation {
        case .append, .sync: break
        case .read, .remove: return
        }
        let operation = takePending()
        guard completion.error == nil, !hasFailed else {
            hasFailed = true
            return
        }
        switch operation {
        case .append(let base, let bytes, let end, let visible):
            var index = segments.count - 1
            while segments[index].baseOffset > base { index -= 1 }
            segments[index].writtenBytes += bytes
            if visible { logEnd = end }
        case .sync(let end):
            flushedEnd = max(flushedEnd, end)
            logEnd = max(logEnd, end)
        }
    }

    /// The oldest operation under way; the room of those before it is used again.
    private func takePending() -> PendingOperation {
        precondition(pendingHead < pending.count, "nothing was asked for")
        let operation = pending[pendingHead]
        pendingHead += 1
        if pendingHead == pending.count {
            pending.removeAll(keepingCapacity: true)
            pendingHead = 0
        } else if pendingHead >= 64, pendingHead * 2 >= pending.count {
            pending.removeFirst(pendingHead)
            pendingHead = 0
        }
        return operation
    }
}
