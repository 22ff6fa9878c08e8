package import Records

/// Completions of one full batch of 64 KiB: compression where there is one, header, CRC-32C.
package final class BatchFinishWork: MicroWork {
    private let pool = BufferPool()
    private let codec: Codec
    private let builder: BatchBuilder
    private var validBatches = 0

    package init(codec: Codec) throws {
        self.codec = codec
        builder = SampleBatches.builder(pool: pool)
    }

    package func run(_ count: Int) -> Int {
        for _ in 0..<count {
            guard let batch = try? builder.finish(codec: codec, pool: pool) else { continue }
            if BatchHeader(at: batch.base).recordCount == builder.recordCount {
                validBatches += 1
            }
            if batch !== builder.buffer {
                // The pool got the plain batch back and hands out first what came last: the
                // next round finishes it again.
                let plain = pool.take(atLeast: SampleBatches.batchBytes)
                precondition(plain === builder.buffer, "the pool handed out another buffer")
                pool.give(batch)
            }
        }
        return count
    }

    /// Batches whose header states the builder's records.
    package var effects: Int { validBatches }
}
