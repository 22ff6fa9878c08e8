import Records

/// A batch as those who watch a log know it.
struct TrackedBatch: Hashable {
    let base: Offset
    /// One past the last record.
    let next: Offset
    let epoch: LeaderEpoch
    /// The checksum in its header, over everything but the offset and the epoch.
    let checksum: UInt32
    let producerID: Int64
    let producerEpoch: Int16
    let firstSequence: Int32
    /// In a topic that is compacted: its records.
    let records: [TrackedRecord]

    /// - Parameter pool: where records are to be known, what decompressing takes.
    init(_ header: BatchHeader, pool: BufferPool? = nil) {
        base = header.baseOffset
        next = header.nextOffset
        epoch = header.leaderEpoch
        checksum = header.checksum
        producerID = header.producerID
        producerEpoch = header.producerEpoch
        firstSequence = header.baseSequence
        records = pool.map { TrackedRecord.all(in: header, pool: $0) } ?? []
    }

    /// How violations name it.
    var text: String { "a batch of epoch \(epoch) up to \(next) with checksum \(checksum)" }

    /// The sequence of the record after the batch's last one.
    var nextSequence: Int32 {
        Int32((Int(firstSequence) + next.distance(from: base)) & Int(Int32.max))
    }

    /// Calls `body` with each batch framed in `bytes`, in order, up to the first that is not.
    static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (BatchHeader) -> Void) {
        var position = 0
        while position < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
            guard let header = try? BatchHeader.framed(rest) else { return }
            body(header)
            position += header.byteCount
        }
    }
}

extension VirtualDisk {
    /// What of a partition's log lies intact on the disk: batch after batch from the first
    /// segment's start, up to the first that is torn, garbled or out of order.
    ///
    /// - Parameter pool: of a topic that is compacted, in whose segments offsets may be missing.
    func intactBatches(
        of partition: PartitionIndex, pool: BufferPool? = nil
    ) -> (start: Offset, batches: [TrackedBatch]) {
        let segments = segments(of: partition)
        guard let first = segments.first else { return (.zero, []) }
        var batches: [TrackedBatch] = []
        var end = first.base
        var epoch = LeaderEpoch(-1)
        for segment in segments {
            // What begins before the end was left by a roll that failed.
            if segment.base < end { continue }
            guard segment.base == end else { break }
            var isWhole = true
            var bytes = 0
            segment.file.bytes.withUnsafeBytes { raw in
                TrackedBatch.forEach(in: raw) { header in
                    let follows = header.baseOffset == end || pool != nil && header.baseOffset > end
                    guard isWhole, follows, header.leaderEpoch >= epoch,
                        header.checksum == header.computedChecksum
                    else {
                        isWhole = false
                        return
                    }
                    batches.append(TrackedBatch(header, pool: pool))
                    end = header.nextOffset
                    epoch = header.leaderEpoch
                    bytes += header.byteCount
                }
            }
            guard isWhole, bytes == segment.file.size else { break }
        }
        return (first.base, batches)
    }
}
