import Records

/// Buffers taken from a pool and given back.
package final class PoolWork: MicroWork {
    private let pool = BufferPool()
    private var emptyBuffers = 0

    package init() {}

    package func run(_ count: Int) -> Int {
        for _ in 0..<count {
            let buffer = pool.take(atLeast: SampleBatches.batchBytes)
            if buffer.end == 0 { emptyBuffers += 1 }
            buffer.end = 1
            pool.give(buffer)
        }
        return count
    }

    /// Buffers that came empty.
    package var effects: Int { emptyBuffers }
}
