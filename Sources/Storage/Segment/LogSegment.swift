package import Records

/// One file of a partition log with its two indexes.
///
/// Batches lie one after the other from byte 0. Not safe for concurrent use: its log owns it.
package struct LogSegment {
    /// The offset of the first record that this segment holds or will hold.
    package let baseOffset: Offset
    package let file: DiskFile
    /// Bytes that appends have been asked for; `writtenBytes` <= `byteCount`.
    package internal(set) var byteCount = 0
    /// Bytes whose appends have completed: what may be read.
    package var writtenBytes = 0
    /// The offset after the last record appended. At least `baseOffset`.
    package internal(set) var nextOffset: Offset
    package internal(set) var offsetIndex = OffsetIndex()
    package internal(set) var timeIndex = TimeIndex()
    /// The latest timestamp in the segment, milliseconds; nil while it is empty.
    package internal(set) var timestampMax: Int64?
    /// When the first batch was appended, for rolling by time; nil while it is empty.
    package var firstAppend: Instant?
    /// Bytes appended since the last index entry.
    var bytesSinceIndexEntry = 0
    /// Whether a sync covers the whole segment, which takes no more batches then.
    var isDurable = false
    /// Tells the file from another that has its number after it was closed: 0 where it was
    /// appended to, else which pass of the cleaner wrote it.
    var generation: Int32 = 0

    package init(baseOffset: Offset, file: DiskFile) {
        self.baseOffset = baseOffset
        self.file = file
        nextOffset = baseOffset
    }

    /// A segment whose indexes were read back rather than rebuilt.
    package init(
        baseOffset: Offset, file: DiskFile, byteCount: Int, nextOffset: Offset,
        offsetIndex: OffsetIndex, timeIndex: TimeIndex
    ) {
        self.init(baseOffset: baseOffset, file: file)
        self.byteCount = byteCount
        writtenBytes = byteCount
        self.nextOffset = nextOffset
        self.offsetIndex = offsetIndex
        self.timeIndex = timeIndex
        timestampMax = timeIndex.entries.last?.timestamp
    }

    /// An offset of this segment relative to its base.
    package func relative(_ offset: Offset) -> Int32 {
        Int32(truncatingIfNeeded: offset.rawValue - baseOffset.rawValue)
    }

    /// Whether the offset's distance from the base can be indexed.
    package func canIndex(_ offset: Offset) -> Bool {
        offset.rawValue - baseOffset.rawValue <= Int64(Int32.max)
    }

    /// A batch at or before the offset, about an index interval away at most: where it lies and
    /// its first offset.
    package func batch(atOrBefore offset: Offset) -> (position: Int, baseOffset: Offset) {
        let entry = offsetIndex.entry(atOrBefore: relative(offset))
        return (Int(entry.position), baseOffset.advanced(by: Int(entry.relativeOffset)))
    }

    /// Where the first indexed batch begins that lies at or after the offset; nil past the last.
    package func position(atOrAfter offset: Offset) -> Int? {
        offsetIndex.position(atOrAfter: relative(offset))
    }

    /// Where a scan for the first record at or after `timestamp` may start.
    package func scanPosition(forTimestamp timestamp: Int64) -> Int {
        Int(offsetIndex.entry(atOrBefore: timeIndex.scanStart(for: timestamp)).position)
    }

    /// Accounts for a batch that is written at the segment's end.
    package mutating func note(_ header: BatchHeader, indexIntervalBytes: Int) {
        if byteCount == 0 || bytesSinceIndexEntry >= indexIntervalBytes {
            offsetIndex.append(
                relativeOffset: relative(header.baseOffset), position: Int32(byteCount))
            if let latest = timestampMax {
                timeIndex.appendIfLater(
                    timestamp: latest, relativeOffset: relative(header.baseOffset) - 1)
            }
            bytesSinceIndexEntry = 0
        }
        let bytes = header.byteCount
        let latest = header.maxTimestamp
        byteCount += bytes
        bytesSinceIndexEntry += bytes
        nextOffset = header.nextOffset
        timestampMax = max(timestampMax ?? latest, latest)
    }

    /// Whether an append of so much fits: it would not exceed the segment's bytes, age or the
    /// index's range. A segment without records has room for anything.
    func hasRoom(bytes: Int, records: Int, now: Instant, _ settings: LogSettings) -> Bool {
        guard byteCount > 0 else { return true }
        if let limit = settings.segmentTime, let first = firstAppend, now - first > limit {
            return false
        }
        return byteCount + bytes <= settings.segmentBytes
            && canIndex(nextOffset.advanced(by: records))
    }

    /// What a segment says of an append that it took.
    struct Taken {
        let file: DiskFile
        let segmentBase: Offset
        /// Where the append is to be written.
        let position: Int
        let records: Int
        let nextOffset: Offset
        let lastEpoch: LeaderEpoch?
        /// Whether an idempotent producer wrote any of the batches.
        let hasProducer: Bool
    }

    /// Accounts for the buffer's batches, which are written at the segment's end.
    mutating func take(_ buffer: BatchBuffer, now: Instant, indexIntervalBytes: Int) -> Taken {
        let position = byteCount
        if firstAppend == nil { firstAppend = now }
        var cursor = buffer.start
        var records = 0
        var lastEpoch: LeaderEpoch?
        var hasProducer = false
        while cursor < buffer.end {
            let header = BatchHeader(at: buffer.base + cursor)
            note(header, indexIntervalBytes: indexIntervalBytes)
            lastEpoch = header.leaderEpoch
            hasProducer = hasProducer || header.hasProducer
            records += header.recordCount
            cursor += header.byteCount
        }
        return Taken(
            file: file, segmentBase: baseOffset, position: position, records: records,
            nextOffset: nextOffset, lastEpoch: lastEpoch, hasProducer: hasProducer)
    }

    /// Completes the time index when no more batches will come.
    package mutating func seal() {
        if let latest = timestampMax, nextOffset > baseOffset {
            timeIndex.appendIfLater(
                timestamp: latest, relativeOffset: relative(nextOffset.advanced(by: -1)))
        }
    }
}
