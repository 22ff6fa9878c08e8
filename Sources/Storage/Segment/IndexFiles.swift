/// Writes a segment's two index files.
enum IndexFiles {
    /// Writes both files whole, and makes them durable where `sync` asks for it: a roll in the
    /// middle of the load does not wait for the disk, a clean shutdown does.
    static func write(
        _ segment: LogSegment, directory: String, disk: any Disk, sync: Bool
    ) throws(StorageError) {
        let stem = directory + "/" + SegmentNames.stem(segment.baseOffset)
        try disk.writeWhole(
            segment.offsetIndex.encoded, to: stem + SegmentNames.offsetIndexSuffix, sync: sync)
        try disk.writeWhole(
            segment.timeIndex.encoded, to: stem + SegmentNames.timeIndexSuffix, sync: sync)
    }
}
