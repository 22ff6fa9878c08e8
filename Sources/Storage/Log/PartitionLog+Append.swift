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
        try prepare(bytes: buffer.count, records: header.lastOffsetDelta + 1, now: now, &requests)
        BatchHeader.stamp(start, baseOffset: nextOffset, leaderEpoch: epoch)
        let base = nextOffset
        submit(buffer, now: now, &requests)
        return AppendResult(baseOffset: base, nextOffset: nextOffset)
    }

    /// Appends a follower's copy of the leader's batches, byte for byte.
    ///
    /// - Precondition: the buffer holds whole validated batches, contiguous among themselves.
    /// - Throws: `StorageError.outOfOrder` where they do not continue this log, or what
    ///   `appendAsLeader` throws; nothing has changed then.
    package func appendAsFollower(
        _ buffer: BatchBuffer, now: Instant, requests: inout [DiskRequest]
    ) throws(StorageError) -> AppendResult {
        let first = BatchHeader(at: buffer.base + buffer.start)
        guard first.baseOffset == nextOffset else {
            throw .outOfOrder(expected: nextOffset, found: first.baseOffset)
        }
        let last = lastHeader(of: buffer)
        try prepare(
            bytes: buffer.count, records: last.nextOffset.distance(from: nextOffset), now: now,
            &requests)
        let base = nextOffset
        submit(buffer, now: now, &requests)
        return AppendResult(baseOffset: base, nextOffset: nextOffset)
    }

    private func lastHeader(of buffer: BatchBuffer) -> BatchHeader {
        var position = buffer.start
        while true {
            let header = BatchHeader(at: buffer.base + position)
            position += header.byteCount
            if position >= buffer.end { return header }
        }
    }

    /// Rolls where the append would not fit the active segment.
    private func prepare(
        bytes: Int, records: Int, now: Instant, _ requests: inout [DiskRequest]
    ) throws(StorageError) {
        guard !hasFailed else { throw .logFailed(path: directory) }
        guard bytes <= Int(Int32.max) else {
            throw .batchTooLarge(bytes: bytes, segmentBytes: settings.segmentBytes)
        }
        let active = segments[segments.count - 1]
        guard active.byteCount > 0 else { return }
        let isFull = active.byteCount + bytes > settings.segmentBytes
        let isOld =
            settings.segmentTime.map { limit in
                active.firstAppend.map { now - $0 > limit } ?? false
            } ?? false
        if isFull || isOld || !active.canIndex(nextOffset.advanced(by: records)) {
            try roll(&requests)
        }
    }

    /// Seals the active segment and starts the next one at `nextOffset`.
    private func roll(_ requests: inout [DiskRequest]) throws(StorageError) {
        let file = try disk.open(path(nextOffset, SegmentNames.logSuffix), create: true)
        segments[segments.count - 1].seal()
        let sealed = segments[segments.count - 1]
        try IndexFiles.write(sealed, directory: directory, disk: disk, sync: false)
        if settings.flushMessages != nil || settings.flushInterval != nil {
            requestSync(of: sealed.file, covering: nextOffset, &requests)
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
        guard pendingHead < pending.count else { preconditionFailure("nothing was asked for") }
        let operation = pending[pendingHead]
        pendingHead += 1
        if pendingHead == pending.count {
            pending.removeAll(keepingCapacity: true)
            pendingHead = 0
        }
        guard completion.error == nil, !hasFailed else {
            hasFailed = true
            return
        }
        switch operation {
        case .append(let base, let bytes, let end, let visible):
            if let index = segments.lastIndex(where: { $0.baseOffset == base }) {
                segments[index].writtenBytes += bytes
            }
            if visible { logEnd = end }
        case .sync(let end):
            flushedEnd = max(flushedEnd, end)
            logEnd = max(logEnd, end)
        }
    }
}
