/// Buffers and codec contexts for reuse, so that the steady state allocates nothing per batch.
///
/// A pool belongs to one thread at a time. A buffer may be taken from one pool and given to
/// another; each pool keeps a bounded number of free buffers of each size and frees the rest.
public final class BufferPool {
    /// Size classes are powers of two from this many bytes.
    private static let smallestBytes = 512
    private static let classCount = 18

    private var free: [[BatchBuffer]]
    private let capacityBytesPerClass: Int
    let contexts = CodecContexts()

    /// - Parameter capacityBytesPerClass: how many bytes of free buffers of one size are kept; four
    ///   buffers are kept whatever their size.
    public init(capacityBytesPerClass: Int = 64 << 20) {
        free = Array(repeating: [], count: Self.classCount)
        self.capacityBytesPerClass = capacityBytesPerClass
    }

    /// An empty buffer of at least `bytes` bytes.
    public func take(atLeast bytes: Int) -> BatchBuffer {
        let index = Self.sizeClass(for: bytes)
        guard index < Self.classCount else { return BatchBuffer(capacity: bytes) }
        if let buffer = free[index].popLast() {
            buffer.reset()
            buffer.isFree = false
            return buffer
        }
        return BatchBuffer(capacity: Self.smallestBytes << index)
    }

    /// Takes a buffer back. Nobody may read or write it afterwards.
    ///
    /// - Precondition: the buffer was not given back before: two owners of one buffer would write
    ///   over each other's batches.
    public func give(_ buffer: consuming BatchBuffer) {
        precondition(!buffer.isFree, "a buffer is given back once")
        buffer.isFree = true
        let index = Self.sizeClass(for: buffer.capacity)
        guard index < Self.classCount, Self.smallestBytes << index == buffer.capacity else {
            return
        }
        let limit = max(4, capacityBytesPerClass >> buffer.capacity.trailingZeroBitCount)
        if free[index].count < limit { free[index].append(buffer) }
    }

    /// The smallest class whose buffers hold `bytes`.
    private static func sizeClass(for bytes: Int) -> Int {
        guard bytes > smallestBytes else { return 0 }
        return Int.bitWidth - (bytes - 1).leadingZeroBitCount - smallestBytes.trailingZeroBitCount
    }
}
