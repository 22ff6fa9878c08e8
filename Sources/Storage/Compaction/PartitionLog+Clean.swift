import Records

extension PartitionLog {
    /// Goes on with the pass that is under way until it is over or about `bytesMax` bytes were
    /// read and written.
    ///
    /// Reads of the old segments that were asked for before are performed before these go.
    /// - Returns: the bytes read and written.
    /// - Throws: `StorageError`; the pass is given up then. Where a segment could not be put in
    ///   place, the log has failed; where one holds what was not written there, no other pass is
    ///   begun while it does (`rottenSegment`).
    package func clean(
        bytesMax: Int, requests: inout [DiskRequest]
    ) throws(StorageError) -> Int {
        guard let pass = cleaning else { return 0 }
        guard !hasFailed else {
            abandonCleaning()
            return 0
        }
        var spent = 0
        do throws(StorageError) {
            while spent < bytesMax, cleaning != nil {
                switch pass.phase {
                case .mapping: spent += try map(pass)
                case .copying: spent += try copy(pass, &requests)
                }
            }
        } catch {
            let place = pass.reading
            abandonCleaning()
            switch error {
            case .invalidBatch, .outOfOrder: rottenSegment = place
            default: break
            }
            throw error
        }
        return spent
    }

    /// Maps the next batch. Answers its bytes.
    private func map(_ pass: CleaningPass) throws(StorageError) -> Int {
        if pass.scanner == nil {
            guard pass.next < pass.end, let index = index(ofSegmentAt: pass.next) else {
                try beginCopying(pass)
                return 0
            }
            scan(pass, segments[index], from: max(pass.firstDirty, pass.next))
        }
        guard let header = try pass.nextBatch() else {
            guard let index = index(ofSegmentAt: pass.next) else { return 0 }
            try makeDurable(pass, segment: index)
            pass.next = segments[index].nextOffset
            return 0
        }
        if header.nextOffset > pass.firstDirty { try pass.note(header) }
        if pass.map.isFull, let index = index(ofSegmentAt: pass.next) {
            try makeDurable(pass, segment: index)
            try beginCopying(pass)
        }
        return header.byteCount
    }

    /// Makes a segment durable for whose records earlier ones are to go, unless a sync has covered
    /// it: the copies without them are durable too.
    private func makeDurable(
        _ pass: CleaningPass, segment index: Int
    ) throws(StorageError) {
        let segment = segments[index]
        guard !segment.isDurable, segment.nextOffset > flushedEnd else { return }
        do throws(StorageError) { try disk.sync(segment.file) } catch {
            hasFailed = true
            throw error
        }
        segments[index].isDurable = true
        pass.hasSynced = true
    }

    private func scan(_ pass: CleaningPass, _ segment: LogSegment, from offset: Offset) {
        let (position, baseOffset) = segment.batch(atOrBefore: offset)
        pass.scanEnd = segment.writtenBytes
        pass.expected = baseOffset
        pass.limit = segment.nextOffset
        pass.scanner = SegmentScanner(
            disk: disk, file: segment.file, position: position, end: segment.writtenBytes)
    }

    private func beginCopying(_ pass: CleaningPass) throws(StorageError) {
        if pass.hasSynced { try disk.syncDirectory(directory) }
        pass.scanner = nil
        pass.phase = .copying
        pass.next = segments[0].baseOffset
        pass.filter = BatchFilter(
            map: pass.map, mappedEnd: pass.mappedEnd, now: pass.now,
            deleteRetention: settings.deleteRetention.rawValue / 1_000_000,
            dropsTombstonesEarly: settings.plantedBugs.has(.dropsTombstoneEarly))
    }

    /// Copies the next batch, or puts a finished group in place. Answers the bytes read and
    /// written.
    private func copy(
        _ pass: CleaningPass, _ requests: inout [DiskRequest]
    ) throws(StorageError) -> Int {
        guard let group = pass.group else {
            let bases = nextGroup(pass)
            guard let first = bases.first else {
                try finish(pass)
                return 0
            }
            pass.group = CleaningPass.Group(
                bases: bases,
                copy: try CleanedSegment(
                    baseOffset: first, path: cleanedPath(first), generation: pass.number,
                    disk: disk, settings: settings))
            return 0
        }
        guard group.place < group.bases.count else {
            return try settle(pass, group, &requests)
        }
        if pass.scanner == nil {
            guard let index = index(ofSegmentAt: group.bases[group.place]) else { return 0 }
            scan(pass, segments[index], from: segments[index].baseOffset)
        }
        guard let header = try pass.nextBatch() else {
            pass.group?.place += 1
            return 0
        }
        return try header.byteCount + copy(header, pass)
    }

    /// Writes what is left of a batch. Answers the bytes written.
    private func copy(_ header: BatchHeader, _ pass: CleaningPass) throws(StorageError) -> Int {
        let beginsEpoch = header.leaderEpoch != pass.lastEpoch
        pass.lastEpoch = header.leaderEpoch
        guard let group = pass.group, let filter = pass.filter else { return 0 }
        switch try filter.outcome(for: header, pool: pass.pool) {
        case .unchanged(let horizon):
            pass.noteHorizon(horizon)
            return try append(header.wholeBytes, to: pass)
        case .rewritten(let buffer, let horizon):
            defer { pass.pool.give(buffer) }
            pass.noteHorizon(horizon)
            pass.group?.isUnchanged = false
            return try append(buffer.bytes, to: pass)
        case .emptied: break
        }
        let isLast = group.place == group.bases.count - 1 && pass.scanner?.position == pass.scanEnd
        let stays = beginsEpoch || isLast || isRemembered(header, pass)
        if stays, header.isEmptied { return try append(header.wholeBytes, to: pass) }
        pass.group?.isUnchanged = false
        guard stays else { return 0 }
        let left = try filter.emptied(header, pool: pass.pool)
        defer { pass.pool.give(left) }
        return try append(left.bytes, to: pass)
    }

    private func append(
        _ batch: UnsafeRawBufferPointer, to pass: CleaningPass
    ) throws(StorageError) -> Int {
        try pass.group?.copy.append(batch) ?? 0
    }

    /// Whether the batch is one by which a producer's repetitions are known. It stays, even
    /// without a record, so that every replica knows the same after a restart.
    ///
    /// Where all that is remembered of a producer may still be cut, what stays is also its last
    /// batch before that: it tells the sequence that comes next.
    private func isRemembered(_ header: BatchHeader, _ pass: CleaningPass) -> Bool {
        guard header.hasProducer, let producer = producers.producer(header.producerID) else {
            return false
        }
        if producer.batches.contains(where: { $0.baseOffset == header.baseOffset }) { return true }
        guard let first = producer.batches.first, first.baseOffset >= pass.end else {
            return false
        }
        return pass.lastBatches[producer.id].map { header.baseOffset >= $0 } ?? true
    }

    /// As many segments become one at most: their files stay open until those who read them have.
    private static let segmentsPerGroup = 64

    /// The segments from `pass.next` on that together make one of the usual size; none at the
    /// end.
    private func nextGroup(_ pass: CleaningPass) -> [Offset] {
        guard let first = index(ofSegmentAt: pass.next) else { return [] }
        let dirtyEnd = max(pass.mappedEnd, pass.firstDirty)
        var bases: [Offset] = []
        var bytes = 0
        for segment in segments[first...].dropLast() {
            guard segment.nextOffset <= pass.end, segment.baseOffset < dirtyEnd else { break }
            bytes += segment.byteCount
            let fits =
                bytes <= settings.segmentBytes && bases.count < Self.segmentsPerGroup
                && segments[first].canIndex(segment.nextOffset)
            guard bases.isEmpty || fits else { break }
            bases.append(segment.baseOffset)
        }
        return bases
    }

    private func finish(_ pass: CleaningPass) throws(StorageError) {
        cleaning = nil
        cleaned.firstDirty = max(cleaned.firstDirty, pass.mappedEnd, logStart)
        cleaned.nextHorizon = pass.nextHorizon
        try cleaned.write(directory: directory, disk: disk, sync: settings.isFlushing)
    }

    /// The place of the segment that begins at the offset; nil where none does.
    func index(ofSegmentAt base: Offset) -> Int? {
        let index = segmentIndex(holding: base)
        return segments[index].baseOffset == base ? index : nil
    }
}

extension CleaningPass {
    fileprivate func noteHorizon(_ horizon: Int64?) {
        guard let horizon else { return }
        nextHorizon = min(nextHorizon ?? horizon, horizon)
    }
}
