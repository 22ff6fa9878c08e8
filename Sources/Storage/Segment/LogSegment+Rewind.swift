import Records

extension LogSegment {
    /// Forgets the batches that reach beyond `target`, and makes the indexes as if they had never
    /// come. Reads from the last index entry before `target` on; the file stays as it is.
    ///
    /// - Precondition: no append is under way, and baseOffset <= target < nextOffset.
    /// - Throws: `StorageError.outOfOrder` where no batch lies where one should, or `.disk`.
    mutating func rewind(
        to target: Offset, disk: any Disk, settings: LogSettings
    ) throws(StorageError) {
        let end = byteCount
        let limit = nextOffset
        isDurable = false
        offsetIndex.removeEntries(from: relative(target))
        let start = offsetIndex.removeLast() ?? OffsetIndex.Entry(relativeOffset: 0, position: 0)
        timeIndex.removeEntries(from: start.relativeOffset)
        timestampMax = timeIndex.entries.last?.timestamp
        byteCount = Int(start.position)
        nextOffset = baseOffset.advanced(by: Int(start.relativeOffset))
        // The batch at `start` gets its entry back.
        bytesSinceIndexEntry = settings.indexIntervalBytes
        var scanner = SegmentScanner(disk: disk, file: file, position: byteCount, end: end)
        while nextOffset < target {
            guard let batch = try scanner.next(),
                batch.header.fits(
                    after: nextOffset, limit: limit, mayHaveGaps: settings.mayHaveGaps)
            else {
                throw .outOfOrder(expected: target, found: nextOffset)
            }
            guard batch.header.nextOffset <= target else { break }
            note(batch.header, indexIntervalBytes: settings.indexIntervalBytes)
        }
        writtenBytes = byteCount
        if byteCount == 0 { firstAppend = nil }
    }
}

extension OffsetIndex {
    /// Removes the entries of batches that begin at or after the offset.
    mutating func removeEntries(from relativeOffset: Int32) {
        entries.removeSubrange(firstIndex { $0.relativeOffset >= relativeOffset }...)
    }

    /// Removes the last entry and answers it; nil where there is none.
    mutating func removeLast() -> Entry? { entries.popLast() }
}

extension TimeIndex {
    /// Removes the entries that speak of the offset or later ones.
    mutating func removeEntries(from relativeOffset: Int32) {
        while let last = entries.last, last.relativeOffset >= relativeOffset {
            entries.removeLast()
        }
    }
}
