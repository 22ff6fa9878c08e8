import Records

extension PartitionLog {
    /// Puts a finished copy in the place of its group, unless it is the same. Answers the bytes
    /// written.
    ///
    /// The copy is synced under its own name, then renamed to the one that a start completes, and
    /// that is made durable: from there on the copy counts. The other old names go for good, so
    /// that none of them ever lies within the copy under its own name; the copy gets that, and it
    /// is made durable before anything else changes. A crash at any point leaves either all of the
    /// old segments or what a start makes the copy of.
    func settle(
        _ pass: CleaningPass, _ group: CleaningPass.Group, _ requests: inout [DiskRequest]
    ) throws(StorageError) -> Int {
        guard let first = index(ofSegmentAt: group.bases[0]),
            first + group.bases.count < segments.count
        else {
            abandonCleaning()
            return 0
        }
        let last = first + group.bases.count - 1
        pass.next = segments[last].nextOffset
        if group.isUnchanged, group.bases.count == 1 {
            pass.group = nil
            group.copy.close()
            try disk.unlink(cleanedPath(group.bases[0]))
            return 0
        }
        let written = try pass.group?.copy.seal() ?? 0
        guard let copy = pass.group?.copy.segment else { return written }
        do throws(StorageError) { try swap(group.bases) } catch {
            hasFailed = true
            throw error
        }
        pass.group = nil
        replace(first...last, by: copy, &requests)
        try writeIndexes(of: copy, replacing: group.bases.dropFirst())
        return written
    }

    private func swap(_ bases: [Offset]) throws(StorageError) {
        let swapPath = path(bases[0], SegmentNames.logSuffix + SegmentNames.swapSuffix)
        try disk.rename(cleanedPath(bases[0]), to: swapPath)
        try disk.syncDirectory(directory)
        for base in bases.dropFirst().reversed() {
            try disk.unlink(path(base, SegmentNames.logSuffix))
        }
        if bases.count > 1 { try disk.syncDirectory(directory) }
        try disk.rename(swapPath, to: path(bases[0], SegmentNames.logSuffix))
        try disk.syncDirectory(directory)
    }

    /// Takes the copy over in memory. The old files stay open until reads that were asked for
    /// before have been performed.
    private func replace(
        _ range: ClosedRange<Int>, by copy: LogSegment, _ requests: inout [DiskRequest]
    ) {
        for old in segments[range] {
            byteCount -= old.byteCount
            requests.append(DiskRequest(owner: owner, operation: .remove(old.file, paths: [])))
        }
        byteCount += copy.byteCount
        segments.replaceSubrange(range, with: [copy])
        replacements += 1
    }

    private func writeIndexes(
        of copy: LogSegment, replacing others: ArraySlice<Offset>
    ) throws(StorageError) {
        for base in others {
            try disk.unlink(path(base, SegmentNames.offsetIndexSuffix))
            try disk.unlink(path(base, SegmentNames.timeIndexSuffix))
        }
        try IndexFiles.write(copy, directory: directory, disk: disk, sync: false)
    }
}
