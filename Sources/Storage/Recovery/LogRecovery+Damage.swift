package import Records

extension LogRecovery {
    /// The first offset below `end` that no valid batch holds, or nil where all are there. Reads
    /// every batch; nothing changes.
    func damage(bases: [Offset], below end: Offset) throws(StorageError) -> Offset? {
        var next = bases.first ?? end
        for (index, base) in bases.enumerated() {
            guard base == next else { break }
            let limit = index + 1 < bases.count ? bases[index + 1] : end
            let path = directory + "/" + SegmentNames.stem(base) + SegmentNames.logSuffix
            let file = try disk.open(path, create: false)
            defer { disk.close(file) }
            next = try SegmentScanner.intactEnd(
                disk: disk, file: file, base: base, byteCount: try disk.size(of: file),
                limit: limit, owed: limit, mayHaveGaps: settings.mayHaveGaps)
        }
        return next < end ? next : nil
    }
}

extension SegmentScanner {
    /// One past the last offset of a segment up to which every batch is there, has its checksum
    /// and lies where it was written.
    ///
    /// With gaps, an offset that has rotted may show only at the batch behind, or at the end: what
    /// lies before that is not counted either.
    /// - Parameters:
    ///   - limit: no batch reaches beyond this.
    ///   - owed: batches up to here have to be there.
    static func intactEnd(
        disk: any Disk, file: DiskFile, base: Offset, byteCount: Int, limit: Offset,
        owed: Offset, mayHaveGaps: Bool
    ) throws(StorageError) -> Offset {
        var next = base
        var previous = base
        var scanner = SegmentScanner(disk: disk, file: file, position: 0, end: byteCount)
        while let batch = try scanner.next() {
            let header = batch.header
            guard header.checksum == header.computedChecksum else { return next }
            guard header.fits(after: next, limit: limit, mayHaveGaps: mayHaveGaps) else {
                return mayHaveGaps && header.baseOffset < next ? previous : next
            }
            previous = next
            next = header.nextOffset
        }
        return mayHaveGaps && next < owed && scanner.position == byteCount ? previous : next
    }
}

extension PartitionLog {
    /// The first offset that no valid batch holds in the segment that is to hold `offset`; nil
    /// where all its batches are as they were written. Reads the whole segment.
    package func firstDamage(inSegmentHolding offset: Offset) throws(StorageError) -> Offset? {
        let segment = segments[segmentIndex(holding: offset)]
        let owed = min(segment.nextOffset, logEnd)
        let end = try SegmentScanner.intactEnd(
            disk: disk, file: segment.file, base: segment.baseOffset,
            byteCount: segment.writtenBytes, limit: segment.nextOffset, owed: owed,
            mayHaveGaps: settings.mayHaveGaps)
        return end < owed ? end : nil
    }
}
