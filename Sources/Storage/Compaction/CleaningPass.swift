import Records

/// One pass of the cleaner over a log, which goes on slice by slice.
///
/// First it reads what is dirty and maps each key to its latest offset; then it copies the log's
/// segments from the start, group by group, without the records that have a later one, and puts
/// each copy in the place of its group. An object, so that the map is never copied.
final class CleaningPass {
    enum Phase { case mapping, copying }

    /// Segments that become one.
    final class Group {
        /// Their base offsets, oldest first.
        let bases: [Offset]
        /// Which of them is being read.
        var place = 0
        var copy: CleanedSegment
        /// Whether all batches so far were taken as they were.
        var isUnchanged = true

        init(bases: [Offset], copy: CleanedSegment) {
            self.bases = bases
            self.copy = copy
        }
    }

    /// What was dirty when the pass began: from here on, to `end`, where a segment ends.
    let firstDirty: Offset
    let end: Offset
    /// When it began, milliseconds since 1970.
    let now: Int64
    let number: Int32
    var phase = Phase.mapping
    var map: OffsetMap
    /// The map knows all records before this.
    var mappedEnd: Offset
    /// Whether a segment was made durable whose name may not be yet.
    var hasSynced = false
    /// The base offset of the segment that is read next, or is being mapped.
    var next: Offset
    /// Where each producer's last batch begins of those mapped, by its id. Looked up only.
    var lastBatches: [Int64: Offset] = [:]
    var scanner: SegmentScanner?
    /// Where `scanner` has to come to.
    var scanEnd = 0
    /// No batch that `scanner` comes to begins before this…
    var expected = Offset.zero
    /// …nor ends after this, where its segment ends.
    var limit = Offset.zero
    var group: Group?
    var filter: BatchFilter?
    /// The epoch of the batch copied last.
    var lastEpoch: LeaderEpoch?
    /// The earliest delete horizon of a tombstone that stays.
    var nextHorizon: Int64?
    let pool = BufferPool(capacityBytesPerClass: 1 << 20)

    init(_ cleanable: PartitionLog.Cleanable, from next: Offset, number: Int32, bytesMax: Int) {
        firstDirty = cleanable.firstDirty
        end = cleanable.end
        now = cleanable.now
        self.next = next
        self.number = number
        map = OffsetMap(bytesMax: bytesMax)
        mappedEnd = cleanable.firstDirty
    }

    /// Whether the pass reads one of these segments or is about to replace it.
    func uses(_ bases: [Offset]) -> Bool {
        switch phase {
        case .mapping: bases.contains(next)
        case .copying: (group?.bases ?? [next]).contains { bases.contains($0) }
        }
    }

    /// The segment that is being read.
    var reading: Offset {
        switch phase {
        case .mapping: next
        case .copying: group.map { $0.bases[min($0.place, $0.bases.count - 1)] } ?? next
        }
    }

    /// The next batch of the segment that is being read; nil at its end.
    /// - Throws: `StorageError.invalidBatch` at one that is not as it was written, `.outOfOrder`
    ///   at one that is not where it was.
    func nextBatch() throws(StorageError) -> BatchHeader? {
        guard let batch = try scanner?.next() else {
            let position = scanner?.position ?? scanEnd
            scanner = nil
            guard position == scanEnd else {
                throw .invalidBatch(
                    .truncated(neededBytes: scanEnd, availableBytes: position))
            }
            guard expected == limit else { throw .outOfOrder(expected: limit, found: expected) }
            return nil
        }
        let computed = batch.header.computedChecksum
        guard batch.header.checksum == computed else {
            throw .invalidBatch(
                .checksumMismatch(stored: batch.header.checksum, computed: computed))
        }
        guard batch.header.baseOffset >= expected, batch.header.nextOffset <= limit else {
            throw .outOfOrder(expected: expected, found: batch.header.baseOffset)
        }
        expected = batch.header.nextOffset
        return batch.header
    }

    /// Notes the keys of a batch.
    func note(_ header: BatchHeader) throws(StorageError) {
        mappedEnd = header.nextOffset
        if header.hasProducer { lastBatches[header.producerID] = header.baseOffset }
        guard header.recordCount > 0 else { return }
        do throws(RecordError) {
            let plain =
                header.codec == Codec.none ? nil : try Compression.decompress(header, pool: pool)
            defer { if let plain { pool.give(plain) } }
            var cursor = RecordCursor(validated: plain.map { BatchHeader(at: $0.base) } ?? header)
            while let record = try cursor.next() {
                if let key = record.key { map.put(key, record.offset) }
            }
        } catch { throw .invalidBatch(error) }
    }
}
