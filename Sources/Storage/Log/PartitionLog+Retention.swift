package import Records

extension PartitionLog {
    /// Deletes the oldest segments while the log would still hold `retention.bytes` without them.
    ///
    /// Only whole segments go, oldest first, never the active one, and none that holds an offset
    /// at or beyond `floor`: what is uncommitted or not yet read by those who hold retention back.
    /// - Returns: how many segments went; `logStart` has moved past them.
    package func deleteExcess(floor: Offset, requests: inout [DiskRequest]) -> Int {
        guard let limit = settings.retentionBytes, segments.count > 1 else { return 0 }
        var excess = byteCount - limit
        var count = 0
        while count < segments.count - 1 {
            let segment = segments[count]
            guard excess >= segment.byteCount, segment.nextOffset <= floor,
                segment.writtenBytes == segment.byteCount
            else { break }
            excess -= segment.byteCount
            count += 1
        }
        for segment in segments.prefix(count) {
            let paths = [
                SegmentNames.logSuffix, SegmentNames.offsetIndexSuffix,
                SegmentNames.timeIndexSuffix,
            ].map { path(segment.baseOffset, $0) }
            requests.append(
                DiskRequest(owner: owner, operation: .remove(segment.file, paths: paths)))
        }
        if count > 0 {
            segments.removeFirst(count)
            logStart = segments[0].baseOffset
            flushedEnd = max(flushedEnd, logStart)
        }
        return count
    }
}
