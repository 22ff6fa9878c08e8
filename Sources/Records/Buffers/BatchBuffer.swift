/// A block of raw memory that carries batches from producer to log and from log to reader.
///
/// It has one owner at a time, who may write; handing it on hands the right to write on with it.
/// That is what makes it safe to pass between threads without a lock.
public final class BatchBuffer: @unchecked Sendable {
    /// The first byte; `capacity` bytes are valid memory.
    public let base: UnsafeMutableRawPointer
    /// Bytes allocated.
    public let capacity: Int
    /// Where the payload starts. 0 <= start <= end <= capacity.
    public var start = 0
    /// One past the payload's last byte.
    public var end = 0
    /// What the leader that filled it for a consumer knows of the way of some batches in it, by
    /// offset. Their memory stays with the buffer.
    public var passages: [BatchPassage] = []
    /// Whether a pool has the buffer back; nobody owns it then.
    var isFree = false

    /// Allocates `capacity` bytes, more than 0, aligned to 64.
    public init(capacity: Int) {
        precondition(capacity > 0, "a buffer holds at least one byte")
        base = .allocate(byteCount: capacity, alignment: 64)
        self.capacity = capacity
    }

    deinit { base.deallocate() }

    /// Bytes of payload.
    @inlinable public var count: Int { end - start }

    /// The payload. Valid while the buffer lives and its bounds stay as they are.
    @inlinable public var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + start, count: end - start)
    }

    /// Empties the payload; the memory stays.
    public func reset() {
        start = 0
        end = 0
        passages.removeAll(keepingCapacity: true)
    }
}
