package import Records
package import Storage

/// Reads one copy of a partition's log from its files, batch by batch, and changes nothing.
package struct LogScan {
    let disk: FileDisk
    /// The log's directory, relative to the broker's.
    let directory: String
    /// One past the last offset that the copy's broker serves; nil for a broker that is down,
    /// whose copy ends where its next start would cut it.
    let servedEnd: Offset?
    /// Whether compaction may have taken offsets.
    let mayHaveGaps: Bool
    /// What was read so far.
    package private(set) var extent = LogExtent()
    /// Where the next batch begins; nil behind a harmed one.
    private var expected: Offset?
    private var lastEpoch: LeaderEpoch?
    private let pool = BufferPool()

    package init(
        disk: FileDisk, directory: String, servedEnd: Offset?, mayHaveGaps: Bool = false
    ) {
        self.disk = disk
        self.directory = directory
        self.servedEnd = servedEnd
        self.mayHaveGaps = mayHaveGaps
    }

    /// Hands the records of each sound batch to `body`, in order.
    ///
    /// - Throws: `StorageError.disk`.
    package mutating func run(_ body: (inout RecordCursor) -> Void) throws(StorageError) {
        let bases = try disk.list(directory).compactMap(SegmentNames.baseOffset(ofLogFile:))
            .sorted()
        extent.logStart = bases.first ?? .zero
        extent.logEnd = extent.logStart
        expected = extent.logStart
        for base in bases {
            guard servedEnd != nil || base == extent.logEnd else { return }
            let path = directory + "/" + SegmentNames.stem(base) + SegmentNames.logSuffix
            let file = try disk.open(path, create: false)
            defer { disk.close(file) }
            guard try scan(file, body) else { return }
        }
    }

    /// Reads one segment; false where the log ends in it.
    private mutating func scan(
        _ file: DiskFile, _ body: (inout RecordCursor) -> Void
    ) throws(StorageError) -> Bool {
        let size = try disk.size(of: file)
        var scanner = SegmentScanner(disk: disk, file: file, position: 0, end: size)
        while let batch = try scanner.next() {
            let header = batch.header
            if let servedEnd, header.baseOffset >= servedEnd { return false }
            let isSound =
                header.checksum == header.computedChecksum
                && follows(header.baseOffset)
                && header.leaderEpoch >= lastEpoch ?? header.leaderEpoch
            if isSound, read(header, body) {
                extent.logEnd = header.nextOffset
                expected = header.nextOffset
                lastEpoch = header.leaderEpoch
                continue
            }
            guard servedEnd != nil else { return false }
            extent.harmedBatches += 1
            expected = nil
        }
        guard scanner.position < size else { return true }
        guard servedEnd != nil else { return false }
        extent.harmedBatches += 1
        expected = nil
        return true
    }

    private func follows(_ offset: Offset) -> Bool {
        guard let expected else { return true }
        return offset == expected || mayHaveGaps && offset > expected
    }

    /// Walks a batch's records; false where its codec cannot make sense of it.
    private mutating func read(
        _ header: BatchHeader, _ body: (inout RecordCursor) -> Void
    ) -> Bool {
        do throws(RecordError) {
            let plain =
                header.codec == Codec.none ? nil : try Compression.decompress(header, pool: pool)
            var cursor = RecordCursor(
                validated: plain.map { BatchHeader(at: $0.base) } ?? header)
            extent.records += header.recordCount
            body(&cursor)
            if let plain { pool.give(plain) }
            return true
        } catch { return false }
    }
}

/// What there is of a copy of a log.
package struct LogExtent: Hashable, Sendable {
    package var logStart = Offset.zero
    /// One past the last record that can be read.
    package var logEnd = Offset.zero
    package var records = 0
    /// Batches, or ends of segments, that are not sound though the leader serves beyond them.
    package var harmedBatches = 0
}
