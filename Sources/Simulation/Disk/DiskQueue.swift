import DequeModule
import Records
import Storage

/// The data operations of one broker that its disk has yet to perform, in order, one at a time.
///
/// An append's bytes are taken when it is asked for: the buffer may be stamped anew while a slow
/// disk still has it before it.
struct DiskQueue {
    private struct Operation {
        let request: DiskRequest
        /// An append's bytes.
        let bytes: BatchBuffer?
        /// When the disk has performed it.
        let time: Instant
    }

    private var operations: Deque<Operation> = []
    private var busyUntil = Instant(Int64.min)
    /// Bytes of appends that are not performed yet.
    private var queuedBytes = 0

    var isEmpty: Bool { operations.isEmpty }

    /// Takes an operation that is asked for at `now` and answers when it will be performed.
    mutating func submit(
        _ request: DiskRequest, to disk: VirtualDisk, pool: BufferPool, now: Instant
    ) -> Instant {
        var bytes: BatchBuffer?
        let cost: Nanoseconds
        switch request.operation {
        case .append(_, _, let buffer):
            let copy = pool.take(atLeast: buffer.count)
            copy.base.copyMemory(from: buffer.base + buffer.start, byteCount: buffer.count)
            copy.end = buffer.count
            bytes = copy
            queuedBytes += buffer.count
            cost = disk.model.write(bytes: buffer.count)
        case .sync(let file):
            let dirty = (disk.file(of: file)?.unsyncedBytes ?? 0) + queuedBytes
            cost = disk.model.sync(dirtyBytes: dirty)
        case .read(let read): cost = disk.model.read(bytes: read.byteCount)
        case .remove: cost = disk.model.writeLatency
        }
        busyUntil = max(busyUntil, now) + cost + disk.trouble.delay
        operations.append(Operation(request: request, bytes: bytes, time: busyUntil))
        return busyUntil
    }

    /// Performs the next operation, if its time has come.
    mutating func performNext(
        on disk: VirtualDisk, pool: BufferPool, now: Instant
    ) -> DiskCompletion? {
        guard let first = operations.first, first.time <= now else { return nil }
        operations.removeFirst()
        let error = Self.perform(first, on: disk)
        if let bytes = first.bytes {
            queuedBytes -= bytes.count
            pool.give(bytes)
        }
        return DiskCompletion(request: first.request, error: error)
    }

    /// Ends with the process: the operation under way is done in part, the others not at all.
    mutating func abandon(on disk: VirtualDisk, _ random: inout RandomSource) {
        if let first = operations.first, let bytes = first.bytes,
            case .append(let file, let position, _) = first.request.operation
        {
            let done = Int(random.next(below: UInt64(bytes.count + 1)))
            disk.file(of: file)?.write(
                UnsafeRawBufferPointer(rebasing: bytes.bytes[..<done]), at: position)
        }
        operations.removeAll()
        queuedBytes = 0
        busyUntil = Instant(Int64.min)
    }

    private static func perform(_ operation: Operation, on disk: VirtualDisk) -> StorageError? {
        do throws(StorageError) {
            switch operation.request.operation {
            case .append(let file, let position, _):
                guard let bytes = operation.bytes else { return nil }
                try append(bytes.bytes, to: file, at: position, of: disk)
            case .sync(let file): try disk.sync(file)
            case .read(let read):
                let room = UnsafeMutableRawBufferPointer(
                    start: read.buffer.base, count: read.byteCount)
                read.buffer.start = 0
                read.buffer.end = try disk.read(read.file, at: read.position, into: room)
            case .remove(let file, let paths):
                disk.close(file)
                for path in paths { try disk.unlink(path) }
            }
            // The queue has charged for it already.
            _ = disk.takeDirectTime()
            return nil
        } catch { return error }
    }

    /// A full disk still takes a part of what is written.
    private static func append(
        _ bytes: UnsafeRawBufferPointer, to file: DiskFile, at position: Int, of disk: VirtualDisk
    ) throws(StorageError) {
        if disk.trouble.isFull, !disk.trouble.isFailing {
            disk.file(of: file)?.write(
                UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), at: position)
        }
        try disk.write(file, at: position, bytes)
    }
}
