package import Records

/// Reads the batches of one segment in order, a block at a time.
package struct SegmentScanner {
    private let disk: any Disk
    private let file: DiskFile
    private let end: Int
    private var buffer: BatchBuffer
    /// The file position of the buffer's payload.
    package private(set) var position: Int

    private static let blockBytes = 1 << 20

    /// A batch where it lies; valid until the next call of `next`.
    package struct Batch {
        package let header: BatchHeader
        package let position: Int
    }

    package init(disk: any Disk, file: DiskFile, position: Int, end: Int) {
        self.disk = disk
        self.file = file
        self.position = position
        self.end = end
        buffer = BatchBuffer(
            capacity: min(Self.blockBytes, max(end - position, BatchLayout.records)))
    }

    /// The next batch, framed but its checksum not verified; nil at the end of the segment and
    /// where the bytes frame no whole batch (`position` says where that is).
    package mutating func next() throws(StorageError) -> Batch? {
        while true {
            do throws(RecordError) {
                let header = try BatchHeader.framed(buffer.bytes)
                let batch = Batch(header: header, position: position)
                buffer.start += header.byteCount
                position += header.byteCount
                return batch
            } catch .truncated(let needed, let available) {
                guard position + available < end, position + needed <= end else { return nil }
                try fill(atLeast: needed)
                guard buffer.count >= needed else { return nil }
            } catch { return nil }
        }
    }

    private mutating func fill(atLeast needed: Int) throws(StorageError) {
        if buffer.capacity < needed { buffer = BatchBuffer(capacity: needed) }
        let room = UnsafeMutableRawBufferPointer(
            start: buffer.base, count: min(buffer.capacity, end - position))
        buffer.start = 0
        buffer.end = try disk.read(file, at: position, into: room)
    }
}
