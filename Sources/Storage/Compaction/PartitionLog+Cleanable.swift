package import Records

extension PartitionLog {
    /// What the cleaner may do in a log now.
    package struct Cleanable: Hashable, Sendable {
        /// What was never compacted begins here.
        package let firstDirty: Offset
        /// One past the last offset that may be compacted: where a segment ends.
        package let end: Offset
        package let cleanBytes: Int
        package let dirtyBytes: Int
        /// Whether there are tombstones whose delete horizon has come.
        package let hasDueTombstones: Bool
        /// Milliseconds since 1970.
        let now: Int64

        /// How much of what may be compacted is new: Kafka's cleanable ratio.
        package var dirtyRatio: Double {
            Double(dirtyBytes) / Double(max(cleanBytes + dirtyBytes, 1))
        }
    }

    /// What a pass over the log would have before it, or nil where none is due: too little is new,
    /// and no tombstone's time has come.
    ///
    /// Only whole segments are compacted, never the active one, none that holds an offset at or
    /// beyond `bound`, and none from the first on that has a record younger than
    /// `min.compaction.lag.ms`.
    /// - Parameters:
    ///   - bound: the high watermark, or what others hold back below it.
    ///   - now: milliseconds since 1970.
    /// - Complexity: O(segments).
    package func cleanable(below bound: Offset, now: Int64) -> Cleanable? {
        guard settings.cleanupPolicy.compacts, cleaning == nil, !hasFailed,
            rottenSegment == nil, segments.count > 1
        else { return nil }
        let limit = min(bound, logEnd)
        let lag = settings.minCompactionLag.rawValue / 1_000_000
        var cleanBytes = 0
        var dirtyBytes = 0
        var end = logStart
        for segment in segments.dropLast() {
            guard segment.nextOffset <= limit, segment.writtenBytes == segment.byteCount else {
                break
            }
            if segment.nextOffset <= cleaned.firstDirty {
                cleanBytes += segment.byteCount
            } else {
                if lag > 0, let latest = segment.timestampMax, latest > now - lag { break }
                dirtyBytes += segment.byteCount
            }
            end = segment.nextOffset
        }
        let found = Cleanable(
            firstDirty: max(cleaned.firstDirty, logStart), end: end, cleanBytes: cleanBytes,
            dirtyBytes: dirtyBytes,
            hasDueTombstones: cleanBytes > 0 && cleaned.nextHorizon.map { $0 <= now } == true,
            now: now)
        let isDue = dirtyBytes > 0 && found.dirtyRatio >= settings.minCleanableDirtyRatio
        return isDue || found.hasDueTombstones ? found : nil
    }

    /// Whether a pass of the cleaner is under way.
    package var isBeingCleaned: Bool { cleaning != nil }

    /// Begins a pass, which `clean` goes on with.
    package func beginCleaning(_ cleanable: Cleanable) {
        precondition(cleaning == nil, "one pass at a time")
        cleaningCount += 1
        cleaning = CleaningPass(
            cleanable, from: segments[segmentIndex(holding: cleanable.firstDirty)].baseOffset,
            number: cleaningCount, bytesMax: settings.dedupeBufferBytes)
    }

    /// Gives up the pass that is under way, if there is one; nothing that it has put in place
    /// goes.
    package func abandonCleaning() {
        guard let pass = cleaning else { return }
        cleaning = nil
        guard let group = pass.group else { return }
        group.copy.close()
        // What is left of it the next start removes.
        try? disk.unlink(cleanedPath(group.bases[0]))
    }

    func cleanedPath(_ base: Offset) -> String {
        path(base, SegmentNames.logSuffix + SegmentNames.cleanedSuffix)
    }

    /// Notes that the log is about to be cut: what comes after `end` is new.
    ///
    /// The file says so for good before anything is cut. What it says never lies beyond what is
    /// known here, so that no start believes that records were compacted which came later.
    func forgetCleaned(from end: Offset) throws(StorageError) {
        let left = min(cleaned.firstDirty, end)
        if settings.cleanupPolicy.compacts, left < cleaned.firstDirty {
            let checkpoint = CleanerCheckpoint(
                firstDirty: left, nextHorizon: cleaned.nextHorizon)
            try checkpoint.write(directory: directory, disk: disk, sync: true)
        }
        cleaned.firstDirty = max(left, logStart)
    }

    /// Replaces a checkpoint file that was not believed, for good: it would be when the log has
    /// grown past what it says, with records that were never compacted.
    func settleCheckpoint(
        _ found: CleanerCheckpoint?, isWritten: Bool
    ) throws(StorageError) {
        guard isWritten, found != cleaned else { return }
        try cleaned.write(directory: directory, disk: disk, sync: true)
    }
}
