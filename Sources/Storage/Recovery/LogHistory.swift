import Records

/// What the batches of a log tell beside their records: who led and who wrote.
struct LogHistory {
    /// The epoch of the last batch.
    private(set) var lastEpoch: LeaderEpoch?
    var epochs = LeaderEpochCache()
    var producers = ProducerStateTable()

    /// Takes the log's next batch.
    mutating func note(_ header: BatchHeader) {
        if lastEpoch != header.leaderEpoch {
            lastEpoch = header.leaderEpoch
            epochs.assign(header.leaderEpoch, startingAt: header.baseOffset)
        }
        if header.hasProducer { producers.note(header, now: nil) }
    }

    /// Takes every batch below `end`, oldest first. Checksums are not verified.
    /// - Throws: `StorageError.outOfOrder` where the batches do not follow each other.
    mutating func note(
        _ segments: [LogSegment], below end: Offset, disk: any Disk, mayHaveGaps: Bool
    ) throws(StorageError) {
        for segment in segments {
            var next = segment.baseOffset
            var scanner = SegmentScanner(
                disk: disk, file: segment.file, position: 0, end: segment.writtenBytes)
            while next < min(end, segment.nextOffset), let batch = try scanner.next() {
                guard
                    batch.header.fits(
                        after: next, limit: segment.nextOffset, mayHaveGaps: mayHaveGaps)
                else { break }
                next = batch.header.nextOffset
                if next <= end { note(batch.header) }
            }
            guard next >= min(end, segment.nextOffset) else {
                throw .outOfOrder(expected: segment.nextOffset, found: next)
            }
        }
    }
}
