import Records

extension LogRecovery {
    /// Completes what the cleaner was putting in place when the process ended, removes what it had
    /// not finished, and answers the names in the directory then.
    func settledNames() throws(StorageError) -> [String] {
        let names = try disk.list(directory)
        let swapSuffix = SegmentNames.logSuffix + SegmentNames.swapSuffix
        let unfinished = names.filter {
            $0.hasSuffix(SegmentNames.logSuffix + SegmentNames.cleanedSuffix)
        }
        let swaps = names.filter { $0.hasSuffix(swapSuffix) }
        guard !unfinished.isEmpty || !swaps.isEmpty else { return names }
        for name in unfinished { try disk.unlink(directory + "/" + name) }
        // The copies' names have to last before those of what they were made of go.
        try disk.syncDirectory(directory)
        let bases = names.compactMap(SegmentNames.baseOffset(ofLogFile:)).sorted()
        for name in swaps {
            let logName = String(name.dropLast(SegmentNames.swapSuffix.count))
            guard let base = SegmentNames.baseOffset(ofLogFile: logName),
                let end = try endOfWhole(directory + "/" + name, base: base)
            else {
                try disk.unlink(directory + "/" + name)
                continue
            }
            let others = bases.filter { $0 > base && $0 < end }
            for old in others.reversed() { try disk.unlink(path(old, SegmentNames.logSuffix)) }
            if !others.isEmpty { try disk.syncDirectory(directory) }
            try disk.rename(directory + "/" + name, to: directory + "/" + logName)
        }
        try disk.syncDirectory(directory)
        return try disk.list(directory)
    }

    /// Where a segment ends that is as it was written, to its last byte; nil for any other.
    private func endOfWhole(_ path: String, base: Offset) throws(StorageError) -> Offset? {
        let file = try disk.open(path, create: false)
        defer { disk.close(file) }
        let size = try disk.size(of: file)
        var next = base
        var scanner = SegmentScanner(disk: disk, file: file, position: 0, end: size)
        while let batch = try scanner.next() {
            guard batch.header.continues(next, mayHaveGaps: true),
                batch.header.checksum == batch.header.computedChecksum
            else { return nil }
            next = batch.header.nextOffset
        }
        return scanner.position == size && next > base ? next : nil
    }
}
