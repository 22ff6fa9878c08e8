/// Writes a segment's two index files.
enum IndexFiles {
    /// Writes both files whole, and makes them durable where `sync` asks for it: a roll in the
    /// middle of the load does not wait for the disk, a clean shutdown does.
    static func write(
        _ segment: LogSegment, directory: String, disk: any Disk, sync: Bool
    ) throws(StorageError) {
        let stem = directory + "/" + SegmentNames.stem(segment.baseOffset)
        try write(
            segment.offsetIndex.encoded, to: stem + SegmentNames.offsetIndexSuffix, disk, sync)
        try write(segment.timeIndex.encoded, to: stem + SegmentNames.timeIndexSuffix, disk, sync)
    }

    private static func write(
        _ bytes: [UInt8], to path: String, _ disk: any Disk, _ sync: Bool
    ) throws(StorageError) {
        let file = try disk.open(path, create: true)
        defer { disk.close(file) }
        try disk.truncate(file, to: 0)
        var failure: StorageError?
        bytes.withUnsafeBytes { raw in
            do throws(StorageError) {
                try disk.write(file, at: 0, raw)
            } catch { failure = error }
        }
        if let failure { throw failure }
        if sync { try disk.sync(file) }
    }
}
