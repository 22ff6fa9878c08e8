package import Records

/// A data operation that a log asks its broker's driver for.
package struct DiskRequest {
    /// Whose request it is: the broker's number for the log. Completions come back in order
    /// per owner.
    package let owner: Int32
    package let operation: DiskOperation

    /// The request with bytes of its own where it writes some: for a driver that performs it
    /// later, when its buffer may have other contents.
    package func detached() -> DiskRequest {
        guard case .append(let file, let position, let buffer) = operation else { return self }
        let copy = BatchBuffer(capacity: max(buffer.count, 1))
        copy.base.copyMemory(from: buffer.base + buffer.start, byteCount: buffer.count)
        copy.end = buffer.count
        return DiskRequest(owner: owner, operation: .append(file, position: position, copy))
    }
}

package enum DiskOperation {
    /// Write the buffer's payload at `position`.
    case append(DiskFile, position: Int, BatchBuffer)
    /// Make all of the file's written bytes durable.
    case sync(DiskFile)
    /// Read for `ReadRequest`.
    case read(ReadRequest)
    /// Close the file of a deleted segment and remove what else belonged to it.
    case remove(DiskFile, paths: [String])
}

/// A read of whole batches in one segment.
package struct ReadRequest {
    package let file: DiskFile
    /// Tells the file from a later one of its number.
    let generation: Int32
    package let position: Int
    package let byteCount: Int
    /// The first offset of the batch that begins at `position`, or an earlier one of which the
    /// log has none.
    package let baseOffset: Offset
    /// Where the segment's written batches ended when the read was planned; nothing from there
    /// on is read.
    package let limit: Int
    /// Where the segment ended then: no batch reaches beyond this offset.
    let end: Offset
    /// The buffer to read into; its payload becomes what was read.
    package let buffer: BatchBuffer
    /// The first offset that is wanted.
    package let from: Offset
    /// No offset from here on is wanted.
    package let bound: Offset
    /// For the asker: which reader waits for it.
    package let ticket: Int32
}

/// How a data operation ended.
package struct DiskCompletion {
    package let request: DiskRequest
    /// Nil when it succeeded.
    package let error: StorageError?

    package init(request: DiskRequest, error: StorageError?) {
        self.request = request
        self.error = error
    }
}

extension Disk {
    /// Performs a data operation now and answers its completion.
    package func perform(_ request: DiskRequest) -> DiskCompletion {
        do throws(StorageError) {
            switch request.operation {
            case .append(let file, let position, let buffer):
                try write(file, at: position, buffer.bytes)
            case .sync(let file):
                try sync(file)
            case .read(let read):
                let room = UnsafeMutableRawBufferPointer(
                    start: read.buffer.base, count: read.byteCount)
                read.buffer.start = 0
                read.buffer.end = try self.read(read.file, at: read.position, into: room)
            case .remove(let file, let paths):
                close(file)
                for path in paths { try unlink(path) }
            }
            return DiskCompletion(request: request, error: nil)
        } catch {
            return DiskCompletion(request: request, error: error)
        }
    }
}
