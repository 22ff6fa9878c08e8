package import Records

extension PartitionLog {
    /// Where an append landed.
    package struct AppendResult: Hashable, Sendable {
        package let baseOffset: Offset
        /// One past the append's last record.
        package let nextOffset: Offset
        package let outcome: Outcome

        package enum Outcome: Hashable, Sendable {
            case appended
            /// An idempotent producer's batch stands in the log already, at the stated offsets;
            /// below `logEnd` or still under way. The buffer stays the caller's.
            case duplicate
        }
    }

    /// Appends one batch as the leader: gives it offsets and the epoch, which lie outside its
    /// checksum, and asks for the write.
    ///
    /// The buffer belongs to the log until the append's completion has come back, unless the
    /// outcome is `duplicate`.
    /// - Precondition: the buffer holds exactly one validated batch.
    /// - Throws: `StorageError`, for an idempotent producer also what
    ///   `ProducerStateTable.original` throws; nothing has changed then.
    package func appendAsLeader(
        _ buffer: BatchBuffer, epoch: LeaderEpoch, now: Instant,
        requests: inout [DiskRequest]
    ) throws(StorageError) -> AppendResult {
        let start = buffer.base + buffer.start
        let header = BatchHeader(at: start)
        try checkEpoch(epoch, after: lastEpoch)
        if header.hasProducer, let original = try original(of: header) {
            return AppendResult(
                baseOffset: original.baseOffset, nextOffset: original.nextOffset,
                outcome: .duplicate)
        }
        try prepare(bytes: buffer.count, records: header.lastOffsetDelta + 1, now: now, &requests)
        let base = nextOffset
        BatchHeader.stamp(start, baseOffset: base, leaderEpoch: epoch)
        let next = submit(buffer, now: now, &requests)
        return AppendResult(baseOffset: base, nextOffset: next, outcome: .appended)
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
        // An epoch in which this replica led without a record is not part of the leader's log.
        if hasOpenEpoch {
            epochs.truncateFromEnd(base)
            hasOpenEpoch = false
        }
        let forgotten = settings.plantedBugs.has(.forgetsProducers) ? producers : nil
        let next = submit(buffer, now: now, &requests)
        if let forgotten { producers = forgotten }
        return AppendResult(baseOffset: base, nextOffset: next, outcome: .appended)
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
            guard header.continues(end, mayHaveGaps: settings.mayHaveGaps) else {
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
    func checkEpoch(
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
        if settings.isFlushing { try makeHeadDurable() }
        let hasRoom = segments[segments.count - 1].hasRoom(
            bytes: bytes, records: records, now: now, settings)
        if !hasRoom { try roll(&requests) }
    }

    /// Seals the active segment and starts the next one at `nextOffset`.
    ///
    /// The new file comes last, so that a failure leaves at most an empty file, which recovery
    /// knows how to take.
    func roll(_ requests: inout [DiskRequest]) throws(StorageError) {
        try makeHeadDurable()
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

    /// Makes the names of the log's directory and of its first segment survive a power loss, once.
    ///
    /// Not when the log is made: that would take two syncs for each of thousands of logs that may
    /// never get a record. Where the log flushes, the names last before its first record does.
    /// Where it does not, they last before there is a second segment: without the first one's
    /// name, the log would seem to begin at the second.
    private func makeHeadDurable() throws(StorageError) {
        guard !isHeadDurable else { return }
        try disk.syncDirectory(parentDirectory(of: directory))
        try disk.syncDirectory(directory)
        isHeadDurable = true
    }

    /// Accounts for the batches and asks for the write, and for a sync where one is due. Answers
    /// the offset after the last record.
    private func submit(
        _ buffer: BatchBuffer, now: Instant, _ requests: inout [DiskRequest]
    ) -> Offset {
        let taken = segments[segments.count - 1].take(
            buffer, now: now, indexIntervalBytes: settings.indexIntervalBytes)
        if taken.hasProducer || taken.lastEpoch != lastEpoch {
            noteHistory(buffer, now: now)
            lastEpoch = taken.lastEpoch
        }
        nextOffset = taken.nextOffset
        byteCount += buffer.count
        var syncIsDue = false
        if settings.isFlushing {
            unflushedRecords += taken.records
            if oldestUnflushed == nil { oldestUnflushed = now }
            if let limit = settings.flushMessages { syncIsDue = unflushedRecords >= limit }
        }
        pending.append(
            .append(
                segmentBase: taken.segmentBase, bytes: buffer.count,
                nextOffset: taken.nextOffset,
                visible: !syncIsDue || settings.plantedBugs.has(.countsBeforeSync)))
        requests.append(
            DiskRequest(
                owner: owner,
                operation: .append(taken.file, position: taken.position, buffer)))
        if syncIsDue { requestSync(of: taken.file, covering: taken.nextOffset, &requests) }
        return taken.nextOffset
    }

    /// Notes the epochs and producers of the buffer's batches.
    private func noteHistory(_ buffer: BatchBuffer, now: Instant) {
        var position = buffer.start
        while position < buffer.end {
            let header = BatchHeader(at: buffer.base + position)
            epochs.assign(header.leaderEpoch, startingAt: header.baseOffset)
            noteProducer(header, now: now)
            position += header.byteCount
        }
    }
}
