package import Records

extension PartitionLog {
    /// What stands in a log at one place.
    package struct BatchSummary: Hashable, Sendable {
        package let baseOffset: Offset
        /// One past the batch's last record.
        package let nextOffset: Offset
        package let epoch: LeaderEpoch
        /// The checksum in the header.
        package let checksum: UInt32
        /// Whether the bytes still have that checksum.
        package let isIntact: Bool
    }

    /// The batches that hold an offset in `range` and are written, in order: for those who watch
    /// a log without taking part. Reads the disk directly; nothing of the log changes.
    ///
    /// - Throws: `StorageError` from the disk.
    package func batches(in range: Range<Offset>) throws(StorageError) -> [BatchSummary] {
        var summaries: [BatchSummary] = []
        guard range.lowerBound < range.upperBound else { return [] }
        for segment in segments[segmentIndex(holding: range.lowerBound)...]
        where segment.baseOffset < min(range.upperBound, logEnd) {
            let start = max(range.lowerBound, segment.baseOffset)
            var scanner = SegmentScanner(
                disk: disk, file: segment.file, position: segment.batch(atOrBefore: start).position,
                end: segment.writtenBytes)
            while let batch = try scanner.next() {
                let header = batch.header
                guard header.baseOffset < min(range.upperBound, logEnd) else { break }
                guard header.nextOffset > range.lowerBound else { continue }
                summaries.append(
                    BatchSummary(
                        baseOffset: header.baseOffset, nextOffset: header.nextOffset,
                        epoch: header.leaderEpoch, checksum: header.checksum,
                        isIntact: header.checksum == header.computedChecksum))
            }
        }
        return summaries
    }

    /// Takes no append from now on: the disk refused something that the log cannot do without.
    package func fail() { hasFailed = true }
}
