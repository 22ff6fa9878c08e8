package import Records

extension PartitionLog {
    /// Deletes the oldest segments while the log would still hold `retention.bytes` without them.
    ///
    /// Only whole segments go, oldest first, never the active one, and none that holds an offset
    /// at or beyond `floor`: what is uncommitted or not yet read by those who hold retention back.
    /// A segment's name goes now, so that never a later one goes while an earlier one stays;
    /// its room is given back when the `remove` request is performed.
    /// - Returns: how many segments went; `logStart` has moved past them. Where the disk refuses,
    ///   the log has failed.
    package func deleteExcess(floor: Offset, requests: inout [DiskRequest]) -> Int {
        guard let limit = settings.retentionBytes, segments.count > 1, !hasFailed else {
            return 0
        }
        var excess = byteCount - limit
        var count = 0
        while count < segments.count - 1, !hasFailed {
            let segment = segments[count]
            guard excess >= segment.byteCount, segment.nextOffset <= min(floor, logEnd),
                segment.writtenBytes == segment.byteCount, unlink(segment)
            else { break }
            let indexes = [SegmentNames.offsetIndexSuffix, SegmentNames.timeIndexSuffix]
            requests.append(
                DiskRequest(
                    owner: owner,
                    operation: .remove(
                        segment.file, paths: indexes.map { path(segment.baseOffset, $0) })))
            excess -= segment.byteCount
            byteCount -= segment.byteCount
            count += 1
        }
        if count > 0 {
            segments.removeFirst(count)
            logStart = segments[0].baseOffset
            flushedEnd = max(flushedEnd, logStart)
            epochs.truncateFromStart(logStart)
        }
        return count
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
