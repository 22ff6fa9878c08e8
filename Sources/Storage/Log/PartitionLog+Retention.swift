package import Records

extension PartitionLog {
    /// Deletes the oldest segments while the log would still hold `retention.bytes` without them.
    ///
    /// Only whole segments go, oldest first, never the active one, and none that holds an offset
    /// at or beyond `floor`: what is uncommitted or not yet read by those who hold retention back.
    /// A segment's name goes now, so that never a later one goes while an earlier one stays;
    /// its room is given back when the `remove` request is performed.
    /// - Parameter max: at most so many segments go. Each keeps its file open until its `remove`
    ///   is performed.
    /// - Returns: how many segments went; `logStart` has moved past them. Where the disk refuses,
    ///   the log has failed.
    package func deleteExcess(
        floor: Offset, max: Int = .max, requests: inout [DiskRequest]
    ) -> Int {
        guard settings.cleanupPolicy.deletes, let limit = settings.retentionBytes else { return 0 }
        var excess = byteCount - limit
        return deleteHead(floor: floor, max: max, requests: &requests) { segment in
            guard excess >= segment.byteCount else { return false }
            excess -= segment.byteCount
            return true
        }
    }

    /// Deletes the oldest segments all of whose records are older than `retention.ms`, as
    /// `deleteExcess` does. Where that is true of the active one too and no operation is under
    /// way, a new one begins and the log is left empty.
    ///
    /// - Parameter now: milliseconds since 1970.
    package func deleteExpired(
        floor: Offset, now: Int64, max: Int = .max, requests: inout [DiskRequest]
    ) -> Int {
        guard settings.cleanupPolicy.deletes, let time = settings.retentionTime, !hasFailed,
            max > 0
        else { return 0 }
        let oldest = now - time.rawValue / 1_000_000
        let isOver = { (segment: LogSegment) in (segment.timestampMax ?? Int64.min) < oldest }
        let active = segments[segments.count - 1]
        if active.byteCount > 0, isIdle, active.nextOffset <= min(floor, logEnd),
            segments.allSatisfy(isOver)
        {
            do throws(StorageError) { try roll(&requests) } catch {
                hasFailed = true
                return 0
            }
        }
        return deleteHead(floor: floor, max: max, requests: &requests, where: isOver)
    }

    /// Whether `deleteExcess` or `deleteExpired` would find a segment to delete. O(1).
    ///
    /// - Parameter now: milliseconds since 1970.
    package func isHeadDeletable(floor: Offset, now: Int64) -> Bool {
        let head = segments[0]
        guard settings.cleanupPolicy.deletes, !hasFailed, head.byteCount > 0,
            head.nextOffset <= floor
        else { return false }
        if let limit = settings.retentionBytes, segments.count > 1,
            byteCount - limit >= head.byteCount
        {
            return true
        }
        guard let time = settings.retentionTime, let latest = head.timestampMax else {
            return false
        }
        return latest < now - time.rawValue / 1_000_000
    }

    /// The latest timestamp in the oldest segment that holds one: when it is older than
    /// `retention.ms`, segments may go. Milliseconds since 1970; nil for an empty log.
    package var headTimestamp: Int64? { segments.first { $0.byteCount > 0 }?.timestampMax }

    /// Deletes segments from the oldest on while `isOver` says so and nothing holds them.
    private func deleteHead(
        floor: Offset, max: Int, requests: inout [DiskRequest],
        where isOver: (LogSegment) -> Bool
    ) -> Int {
        guard segments.count > 1, !hasFailed else { return 0 }
        var count = 0
        while count < min(max, segments.count - 1), !hasFailed {
            let segment = segments[count]
            guard segment.nextOffset <= min(floor, logEnd),
                segment.writtenBytes == segment.byteCount, isOver(segment), unlink(segment)
            else { break }
            let indexes = [SegmentNames.offsetIndexSuffix, SegmentNames.timeIndexSuffix]
            requests.append(
                DiskRequest(
                    owner: owner,
                    operation: .remove(
                        segment.file, paths: indexes.map { path(segment.baseOffset, $0) })))
            byteCount -= segment.byteCount
            count += 1
        }
        if count > 0 { forgetHead(count) }
        return count
    }

    private func forgetHead(_ count: Int) {
        if cleaning?.uses(segments[..<count].map(\.baseOffset)) == true { abandonCleaning() }
        segments.removeFirst(count)
        logStart = segments[0].baseOffset
        if let base = rottenSegment, base < logStart { rottenSegment = nil }
        flushedEnd = max(flushedEnd, logStart)
        cleaned.firstDirty = max(cleaned.firstDirty, logStart)
        epochs.truncateFromStart(logStart)
    }

    /// Removes the segment's name, for good before the next one goes: a power loss that brought an
    /// earlier one back alone would leave a hole, and recovery ends a log at a hole. Answers
    /// whether it is gone.
    private func unlink(_ segment: LogSegment) -> Bool {
        do throws(StorageError) {
            try disk.unlink(path(segment.baseOffset, SegmentNames.logSuffix))
        } catch {
            hasFailed = true
            return false
        }
        do throws(StorageError) { try disk.syncDirectory(directory) } catch { hasFailed = true }
        return true
    }
}
