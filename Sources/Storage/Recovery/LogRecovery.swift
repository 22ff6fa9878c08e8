import Records

/// Brings a log's files back to a state that can be served.
struct LogRecovery {
    let disk: any Disk
    let directory: String
    let settings: LogSettings
    private(set) var report = PartitionLog.RecoveryReport()
    /// What the batches that stand tell.
    private(set) var history = LogHistory()
    /// The segments' files that are open.
    private var opened: [DiskFile] = []

    init(disk: any Disk, directory: String, settings: LogSettings) {
        self.disk = disk
        self.directory = directory
        self.settings = settings
    }

    func path(_ base: Offset, _ suffix: String) -> String {
        directory + "/" + SegmentNames.stem(base) + suffix
    }

    /// The segments as a clean shutdown left them, or nil where anything disagrees with its word.
    /// Epochs and producers come from their files, or from all batches where the files are
    /// missing or damaged.
    mutating func trusted(
        bases: [Offset], clean: PartitionLog.CleanState
    ) throws(StorageError) -> [LogSegment]? {
        var segments: [LogSegment] = []
        for (index, base) in bases.enumerated() {
            let isLast = index == bases.count - 1
            let next = isLast ? clean.logEnd : bases[index + 1]
            guard next >= base, let segment = try trustedSegment(base: base, nextOffset: next)
            else { return nil }
            segments.append(segment)
        }
        guard segments.last?.byteCount == clean.activeBytes else { return nil }
        try readHistory(of: segments, logEnd: clean.logEnd)
        return segments
    }

    private mutating func readHistory(
        of segments: [LogSegment], logEnd: Offset
    ) throws(StorageError) {
        let logStart = segments.first?.baseOffset ?? logEnd
        let epochs = try disk.wholeFile(directory + "/" + LeaderEpochCheckpoint.name)
            .flatMap { LeaderEpochCheckpoint.decode($0.bytes) }
        let snapshot = try disk.wholeFile(directory + "/" + ProducerSnapshot.name)
        let producers = snapshot.map { ProducerSnapshot.decode($0.bytes, logEnd: logEnd) }
        if let epochs, let producers = producers ?? ProducerStateTable(),
            epochs.fits(logStart: logStart, logEnd: logEnd, lastEpoch: history.lastEpoch)
        {
            history.epochs = epochs
            history.producers = producers
        } else {
            history = LogHistory()
            try history.note(
                segments, below: logEnd, disk: disk, mayHaveGaps: settings.mayHaveGaps)
        }
    }

    private mutating func trustedSegment(
        base: Offset, nextOffset: Offset
    ) throws(StorageError) -> LogSegment? {
        let file = try open(path(base, SegmentNames.logSuffix))
        let bytes = try disk.size(of: file)
        guard let offsetBytes = try disk.wholeFile(path(base, SegmentNames.offsetIndexSuffix)),
            let timeBytes = try disk.wholeFile(path(base, SegmentNames.timeIndexSuffix)),
            let offsetIndex = OffsetIndex(encoded: offsetBytes.bytes, segmentBytes: bytes),
            let timeIndex = TimeIndex(encoded: timeBytes.bytes)
        else { return nil }
        let segment = LogSegment(
            baseOffset: base, file: file, byteCount: bytes, nextOffset: nextOffset,
            offsetIndex: offsetIndex, timeIndex: timeIndex)
        return try endsWhereStated(segment) ? segment : nil
    }

    /// Whether the last indexed batch lies where the index says and the batches from there on
    /// are valid up to exactly the segment's stated end.
    private mutating func endsWhereStated(_ segment: LogSegment) throws(StorageError) -> Bool {
        guard let entry = segment.offsetIndex.entries.last,
            let first = segment.offsetIndex.entries.first
        else { return segment.byteCount == 0 && segment.nextOffset == segment.baseOffset }
        guard first.relativeOffset == 0 || settings.mayHaveGaps, first.position == 0 else {
            return false
        }
        var scanner = SegmentScanner(
            disk: disk, file: segment.file, position: Int(entry.position),
            end: segment.byteCount)
        var next = segment.baseOffset.advanced(by: Int(entry.relativeOffset))
        while let batch = try scanner.next() {
            guard batch.header.continues(next, mayHaveGaps: settings.mayHaveGaps),
                batch.header.checksum == batch.header.computedChecksum
            else { return false }
            next = batch.header.nextOffset
            history.note(batch.header)
        }
        return next == segment.nextOffset && scanner.position == segment.byteCount
    }

    private mutating func open(
        _ path: String, create: Bool = false
    ) throws(StorageError) -> DiskFile {
        let file = try disk.open(path, create: create)
        opened.append(file)
        return file
    }

    /// Closes the segments' files that were opened so far and forgets what they taught.
    mutating func abandon() {
        for file in opened { disk.close(file) }
        opened = []
        history = LogHistory()
    }

    /// Verifies every batch from the first segment on and cuts the log at the first that is not
    /// valid.
    mutating func verified(
        bases: [Offset], names: [String]
    ) throws(StorageError) -> [LogSegment] {
        var segments: [LogSegment] = []
        var isCut = false
        for (index, base) in bases.enumerated() {
            let next = segments.last?.nextOffset ?? base
            guard !isCut, base == next else {
                // One that begins before the end of its predecessor is left from a roll that
                // failed and holds nothing; one that begins beyond it has lost its predecessor.
                isCut = isCut || base > next
                try disk.unlink(path(base, SegmentNames.logSuffix))
                report.removedSegments += 1
                continue
            }
            let file = try open(path(base, SegmentNames.logSuffix))
            var segment = LogSegment(baseOffset: base, file: file)
            let size = try disk.size(of: file)
            try scan(&segment, size: size, limit: try limit(ofSegmentAt: index, bases))
            if segment.byteCount < size {
                try disk.truncate(file, to: segment.byteCount)
                report.truncatedBytes += size - segment.byteCount
                isCut = true
            }
            segment.writtenBytes = segment.byteCount
            segments.append(segment)
        }
        if segments.isEmpty {
            let file = try open(path(.zero, SegmentNames.logSuffix), create: true)
            segments.append(LogSegment(baseOffset: .zero, file: file))
        }
        try replaceIndexes(of: &segments, names: names)
        try makeDurable(segments)
        return segments
    }

    /// Makes what was recovered survive a power loss where the log promises that, and always
    /// what was cut: what came back later would follow what is appended from now on. An empty log
    /// has nothing to lose; its name is made durable before it has.
    private func makeDurable(_ segments: [LogSegment]) throws(StorageError) {
        let holdsRecords = segments.contains { $0.byteCount > 0 }
        guard settings.isFlushing && holdsRecords || report.hasCut else { return }
        for segment in settings.isFlushing ? segments : segments.suffix(1) {
            try disk.sync(segment.file)
        }
        try disk.syncDirectory(directory)
    }

    /// Where the next segment of a log with gaps begins.
    private struct Limit {
        let offset: Offset
        /// Whether that one holds anything: an empty one may be left from a roll that failed, after
        /// which the one before it went on.
        let isFirm: Bool

        func allows(_ header: BatchHeader, after end: Offset) -> Bool {
            header.nextOffset <= offset || (!isFirm && header.baseOffset == end)
        }
    }

    /// Whether the batch is not farther from the segment's begin than any was put there.
    private func isIndexable(_ header: BatchHeader, in segment: LogSegment) -> Bool {
        !settings.mayHaveGaps
            || segment.canIndex(segment.byteCount > 0 ? header.nextOffset : header.baseOffset)
    }

    private func limit(
        ofSegmentAt index: Int, _ bases: [Offset]
    ) throws(StorageError) -> Limit? {
        guard settings.mayHaveGaps, index + 1 < bases.count else { return nil }
        let next = bases[index + 1]
        let file = try disk.open(path(next, SegmentNames.logSuffix), create: false)
        defer { disk.close(file) }
        return Limit(offset: next, isFirm: try disk.size(of: file) > 0)
    }

    /// Notes every valid batch of a segment, up to the first that is not.
    private mutating func scan(
        _ segment: inout LogSegment, size: Int, limit: Limit?
    ) throws(StorageError) {
        var scanner = SegmentScanner(disk: disk, file: segment.file, position: 0, end: size)
        while let batch = try scanner.next() {
            let header = batch.header
            guard header.continues(segment.nextOffset, mayHaveGaps: settings.mayHaveGaps),
                limit?.allows(header, after: segment.nextOffset) ?? true,
                isIndexable(header, in: segment),
                header.leaderEpoch >= (history.lastEpoch ?? header.leaderEpoch),
                header.checksum == header.computedChecksum
                    || settings.plantedBugs.has(.keepsTornTail)
            else { return }
            segment.note(header, indexIntervalBytes: settings.indexIntervalBytes)
            history.note(header)
            report.verifiedBatches += 1
        }
    }

    /// Removes index files that no longer speak of a segment and writes those of sealed ones.
    private func replaceIndexes(
        of segments: inout [LogSegment], names: [String]
    ) throws(StorageError) {
        let isIndex = { (name: String) in
            name.hasSuffix(SegmentNames.offsetIndexSuffix)
                || name.hasSuffix(SegmentNames.timeIndexSuffix)
        }
        for name in names where isIndex(name) { try disk.unlink(directory + "/" + name) }
        for index in segments.indices.dropLast() {
            segments[index].seal()
            try IndexFiles.write(segments[index], directory: directory, disk: disk, sync: false)
        }
    }
}
