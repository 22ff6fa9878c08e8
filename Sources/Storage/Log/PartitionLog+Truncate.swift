package import Records

extension PartitionLog {
    /// Cuts a follower's log where it departs from its leader's: removes every batch at or beyond
    /// `target`, one that straddles it whole, with the epochs and producers' batches that went.
    ///
    /// The cut is durable when this returns, whatever the flush settings: what came back later
    /// would follow what is appended from now on. A crash before that leaves the old log up to
    /// some batch at or beyond the cut. Below `logStart` the log is emptied and begins at `target`.
    /// At the log's end only an epoch without a record goes. What was compacted for the sake of a
    /// record that is cut does not come back: that takes the loss of a committed record, which
    /// only a topic's settings can permit.
    ///
    /// - Precondition: no append or sync is under way (`isIdle`).
    /// - Throws: `StorageError`; where the disk refused the cut, the log has failed, otherwise
    ///   nothing has changed.
    package func truncate(
        to target: Offset, requests: inout [DiskRequest]
    ) throws(StorageError) {
        precondition(isIdle, "operations are under way")
        guard !hasFailed else { throw .logFailed(path: directory) }
        guard target < logEnd else { return epochs.truncateFromEnd(logEnd) }
        abandonCleaning()
        guard target >= logStart else {
            return try truncateFully(startingAt: target, requests: &requests)
        }
        let kept = segmentIndex(holding: target)
        var active = segments[kept]
        try active.rewind(to: target, disk: disk, settings: settings)
        var table = producers
        if !table.truncate(to: active.nextOffset) {
            var history = LogHistory()
            try history.note(
                Array(segments[...kept]), below: active.nextOffset, disk: disk,
                mayHaveGaps: settings.mayHaveGaps)
            table = history.producers
        }
        let removed = Array(segments[(kept + 1)...])
        adopt(Array(segments[..<kept]) + [active], producers: table)
        try replaceFiles(removing: removed, &requests)
    }

    /// Empties a follower's log, which then begins at `start`: its leader has nothing that
    /// continues it. As durable as `truncate`; a crash on the way may leave any part of the old
    /// log that is contiguous, or an empty one.
    ///
    /// - Precondition: no append or sync is under way (`isIdle`).
    /// - Throws: as `truncate`.
    package func truncateFully(
        startingAt start: Offset, requests: inout [DiskRequest]
    ) throws(StorageError) {
        precondition(isIdle, "operations are under way")
        guard !hasFailed else { throw .logFailed(path: directory) }
        abandonCleaning()
        var removed = segments
        let file: DiskFile
        if let index = removed.firstIndex(where: { $0.baseOffset == start }) {
            file = removed.remove(at: index).file
        } else {
            file = try disk.open(path(start, SegmentNames.logSuffix), create: true)
        }
        adopt([LogSegment(baseOffset: start, file: file)], producers: ProducerStateTable())
        try replaceFiles(removing: removed, &requests)
    }

    /// Takes over what is left in memory.
    private func adopt(_ left: [LogSegment], producers table: ProducerStateTable) {
        segments = left
        rottenSegment = nil
        logStart = left[0].baseOffset
        logEnd = left[left.count - 1].nextOffset
        nextOffset = logEnd
        flushedEnd = max(min(flushedEnd, logEnd), logStart)
        byteCount = left.reduce(0) { $0 + $1.byteCount }
        if logStart == logEnd {
            epochs = LeaderEpochCache()
        } else {
            epochs.truncateFromEnd(logEnd)
        }
        lastEpoch = epochs.latest?.epoch
        producers = table
        unflushedRecords = 0
        oldestUnflushed = nil
    }

    /// Brings the files to what is in memory, the last first, so that what a crash leaves is
    /// always the beginning of what was.
    private func replaceFiles(
        removing removed: [LogSegment], _ requests: inout [DiskRequest]
    ) throws(StorageError) {
        for segment in removed {
            requests.append(
                DiskRequest(owner: owner, operation: .remove(segment.file, paths: [])))
        }
        let active = segments[segments.count - 1]
        do throws(StorageError) {
            try forgetCleaned(from: logEnd)
            for segment in removed.reversed() {
                try disk.unlink(path(segment.baseOffset, SegmentNames.logSuffix))
                try unlinkIndexes(of: segment)
            }
            try unlinkIndexes(of: active)
            try disk.truncate(active.file, to: active.byteCount)
            try disk.sync(active.file)
            try disk.syncDirectory(directory)
        } catch {
            hasFailed = true
            throw error
        }
        if settings.isFlushing { flushedEnd = logEnd }
    }

    private func unlinkIndexes(of segment: LogSegment) throws(StorageError) {
        try disk.unlink(path(segment.baseOffset, SegmentNames.offsetIndexSuffix))
        try disk.unlink(path(segment.baseOffset, SegmentNames.timeIndexSuffix))
    }
}
