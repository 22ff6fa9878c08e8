import Records

/// Brings a log's files back to a state that can be served.
struct LogRecovery {
    let disk: any Disk
    let directory: String
    let settings: LogSettings
    private(set) var report = PartitionLog.RecoveryReport()
    /// The epoch of the last batch that stands.
    private(set) var lastEpoch: LeaderEpoch?

    init(disk: any Disk, directory: String, settings: LogSettings) {
        self.disk = disk
        self.directory = directory
        self.settings = settings
    }

    private func path(_ base: Offset, _ suffix: String) -> String {
        directory + "/" + SegmentNames.stem(base) + suffix
    }

    /// The segments as a clean shutdown left them, or nil where anything disagrees with its word.
    mutating func trusted(
        bases: [Offset], clean: PartitionLog.CleanState
    ) throws(StorageError) -> [LogSegment]? {
        guard let last = bases.last else { return nil }
        var segments: [LogSegment] = []
        for (index, base) in bases.enumerated() {
            let next = base == last ? clean.logEnd : bases[index + 1]
            guard let segment = try trustedSegment(base: base, nextOffset: next) else {
                closeAll(segments)
                return nil
            }
            segments.append(segment)
        }
        guard let active = segments.last, active.byteCount == clean.activeBytes,
            try endsAt(clean.logEnd, active)
        else {
            closeAll(segments)
            return nil
        }
        return segments
    }

    private func trustedSegment(
        base: Offset, nextOffset: Offset
    ) throws(StorageError) -> LogSegment? {
        let file = try disk.open(path(base, SegmentNames.logSuffix), create: false)
        let bytes = try disk.size(of: file)
        guard nextOffset >= base,
            let offsetBytes = try wholeFile(path(base, SegmentNames.offsetIndexSuffix)),
            let timeBytes = try wholeFile(path(base, SegmentNames.timeIndexSuffix)),
            let offsetIndex = OffsetIndex(encoded: offsetBytes.bytes, segmentBytes: max(bytes, 1)),
            let timeIndex = TimeIndex(encoded: timeBytes.bytes),
            (bytes == 0) == offsetIndex.entries.isEmpty
        else {
            disk.close(file)
            return nil
        }
        return LogSegment(
            baseOffset: base, file: file, byteCount: bytes, nextOffset: nextOffset,
            offsetIndex: offsetIndex, timeIndex: timeIndex)
    }

    /// Whether the active segment's last batches frame up to exactly the stated end.
    private mutating func endsAt(
        _ end: Offset, _ segment: LogSegment
    ) throws(StorageError) -> Bool {
        guard segment.byteCount > 0 else { return segment.baseOffset == end }
        let start = segment.offsetIndex.position(atOrBefore: Int32.max)
        var scanner = SegmentScanner(
            disk: disk, file: segment.file, position: start, end: segment.byteCount)
        var next: Offset?
        while let batch = try scanner.next() {
            guard batch.header.checksum == batch.header.computedChecksum else { return false }
            next = batch.header.nextOffset
            lastEpoch = batch.header.leaderEpoch
        }
        return next == end && scanner.position == segment.byteCount
    }

    private func closeAll(_ segments: [LogSegment]) {
        for segment in segments { disk.close(segment.file) }
    }

    /// The file's bytes, or nil where there is no such file.
    private func wholeFile(_ path: String) throws(StorageError) -> BatchBuffer? {
        let file: DiskFile
        do throws(StorageError) { file = try disk.open(path, create: false) } catch { return nil }
        defer { disk.close(file) }
        let bytes = try disk.size(of: file)
        let buffer = BatchBuffer(capacity: max(bytes, 1))
        buffer.end = try disk.read(
            file, at: 0, into: UnsafeMutableRawBufferPointer(start: buffer.base, count: bytes))
        return buffer
    }

    /// Verifies every batch from the first segment on and cuts the log at the first that is not
    /// valid.
    mutating func verified(
        bases: [Offset], names: [String]
    ) throws(StorageError) -> [LogSegment] {
        var segments: [LogSegment] = []
        var isCut = false
        for base in bases {
            let continues = segments.last.map { $0.nextOffset == base } ?? true
            guard !isCut, continues else {
                try disk.unlink(path(base, SegmentNames.logSuffix))
                report.removedSegments += 1
                isCut = true
                continue
            }
            let file = try disk.open(path(base, SegmentNames.logSuffix), create: false)
            var segment = LogSegment(baseOffset: base, file: file)
            let size = try disk.size(of: file)
            try scan(&segment, size: size)
            if segment.byteCount < size {
                try disk.truncate(file, to: segment.byteCount)
                report.truncatedBytes += size - segment.byteCount
                isCut = true
            }
            segment.writtenBytes = segment.byteCount
            segments.append(segment)
        }
        if segments.isEmpty {
            let file = try disk.open(path(.zero, SegmentNames.logSuffix), create: true)
            segments.append(LogSegment(baseOffset: .zero, file: file))
        }
        try replaceIndexes(of: &segments, names: names)
        return segments
    }

    /// Notes every valid batch of a segment, up to the first that is not.
    private mutating func scan(
        _ segment: inout LogSegment, size: Int
    ) throws(StorageError) {
        var scanner = SegmentScanner(disk: disk, file: segment.file, position: 0, end: size)
        while let batch = try scanner.next() {
            let header = batch.header
            guard header.baseOffset == segment.nextOffset,
                header.leaderEpoch >= (lastEpoch ?? header.leaderEpoch),
                header.checksum == header.computedChecksum
            else { return }
            segment.note(header, indexIntervalBytes: settings.indexIntervalBytes)
            lastEpoch = header.leaderEpoch
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
