import Records

/// A segment that the cleaner writes: beside those that it is to replace, under a name of its own.
struct CleanedSegment {
    private(set) var segment: LogSegment
    private let disk: any Disk
    private let indexIntervalBytes: Int
    /// Bytes that are not written yet.
    private let buffer: BatchBuffer
    private var unsyncedBytes = 0

    private static let bufferBytes = 256 << 10
    /// So much is synced at a time, so that no sync takes long.
    private static let syncBytes = 4 << 20

    /// Creates the file empty, whatever it held.
    init(
        baseOffset: Offset, path: String, generation: Int32, disk: any Disk,
        settings: LogSettings
    ) throws(StorageError) {
        let file = try disk.open(path, create: true)
        do throws(StorageError) { try disk.truncate(file, to: 0) } catch {
            disk.close(file)
            throw error
        }
        segment = LogSegment(baseOffset: baseOffset, file: file)
        segment.generation = generation
        self.disk = disk
        indexIntervalBytes = settings.indexIntervalBytes
        buffer = BatchBuffer(capacity: Self.bufferBytes)
    }

    /// Takes the next batch. Answers how many bytes were written for it and others.
    mutating func append(_ batch: UnsafeRawBufferPointer) throws(StorageError) -> Int {
        guard let source = batch.baseAddress else { return 0 }
        var written = 0
        if buffer.count + batch.count > buffer.capacity { written += try flush() }
        segment.note(BatchHeader(at: source), indexIntervalBytes: indexIntervalBytes)
        if batch.count > buffer.capacity {
            return written + (try write(batch, at: segment.byteCount - batch.count))
        }
        (buffer.base + buffer.end).copyMemory(from: source, byteCount: batch.count)
        buffer.end += batch.count
        return written
    }

    private mutating func flush() throws(StorageError) -> Int {
        guard buffer.count > 0 else { return 0 }
        defer { buffer.reset() }
        return try write(buffer.bytes, at: segment.byteCount - buffer.count)
    }

    private mutating func write(
        _ bytes: UnsafeRawBufferPointer, at position: Int
    ) throws(StorageError) -> Int {
        try disk.write(segment.file, at: position, bytes)
        unsyncedBytes += bytes.count
        if unsyncedBytes >= Self.syncBytes {
            try disk.sync(segment.file)
            unsyncedBytes = 0
        }
        return bytes.count
    }

    /// Writes and syncs what is left, and completes the indexes. Answers how many bytes were
    /// written.
    mutating func seal() throws(StorageError) -> Int {
        let written = try flush()
        try disk.sync(segment.file)
        segment.seal()
        segment.writtenBytes = segment.byteCount
        segment.isDurable = true
        return written
    }

    /// Closes the file, which is of no use any more.
    func close() { disk.close(segment.file) }
}
