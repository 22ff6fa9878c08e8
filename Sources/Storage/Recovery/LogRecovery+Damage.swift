package import Records

extension LogRecovery {
    /// The first offset below `end` that no valid batch holds, or nil where all are there. Reads
    /// every batch; nothing changes.
    func damage(bases: [Offset], below end: Offset) throws(StorageError) -> Offset? {
        var next = bases.first ?? end
        for base in bases {
            guard base == next else { break }
            let path = directory + "/" + SegmentNames.stem(base) + SegmentNames.logSuffix
            let file = try disk.open(path, create: false)
            defer { disk.close(file) }
            next = try SegmentScanner.intactEnd(
                disk: disk, file: file, base: base, byteCount: try disk.size(of: file),
                mayHaveGaps: settings.mayHaveGaps)
        }
        return next < end ? next : nil
    }
}

extension SegmentScanner {
    /// One past the last offset of a segment up to which every batch is there and has its
    /// checksum.
    static func intactEnd(
        disk: any Disk, file: DiskFile, base: Offset, byteCount: Int, mayHaveGaps: Bool
    ) throws(StorageError) -> Offset {
        var next = base
        var scanner = SegmentScanner(disk: disk, file: file, position: 0, end: byteCount)
        while let batch = try scanner.next() {
            guard batch.header.continues(next, mayHaveGaps: mayHaveGaps),
                batch.header.checksum == batch.header.computedChecksum
            else { break }
            next = batch.header.nextOffset
        }
        return next
    }
}

extension PartitionLog {
    /// The first offset that no valid batch holds in the segment that is to hold `offset`; nil
    /// where all its batches are as they were written. Reads the whole segment.
    package func firstDamage(inSegmentHolding offset: Offset) throws(StorageError) -> Offset? {
        let segment = segments[segmentIndex(holding: offset)]
        let end = try SegmentScanner.intactEnd(
            disk: disk, file: segment.file, base: segment.baseOffset,
            byteCount: segment.writtenBytes, mayHaveGaps: settings.mayHaveGaps)
        return end < min(segment.nextOffset, logEnd) ? end : nil
    }
}
