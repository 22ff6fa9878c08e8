import Records

/// Batches as a producer of stamped records makes them.
enum SampleBatches {
    static let keyBytes = 8
    static let valueBytes = 92
    static let batchBytes = 64 << 10

    /// A builder with as many records as fit below `batchBytes`, at least one. Half of each
    /// value is random and half repeats itself.
    static func builder(
        pool: BufferPool, batchBytes: Int = batchBytes, valueBytes: Int = valueBytes
    ) -> BatchBuilder {
        let capacity = max(
            batchBytes,
            BatchLayout.records + BatchBuilder.recordOverheadBytesMax + keyBytes + valueBytes)
        var builder = BatchBuilder(buffer: pool.take(atLeast: capacity))
        var random = RandomSource(seed: 1)
        repeat {
            var key = random.next()
            let value = withUnsafeBytes(of: &key) {
                builder.append(timestamp: 0, key: $0, valueBytes: valueBytes)
            }
            for index in 0..<valueBytes {
                let byte = index < valueBytes / 2 ? UInt8(index) : UInt8(random.next(below: 256))
                value.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
            }
        } while builder.hasRoom(
            keyBytes: keyBytes, valueBytes: valueBytes, limit: batchBytes)
        return builder
    }

    /// A finished plain batch, its base offset 0.
    static func finished(
        pool: BufferPool, batchBytes: Int = batchBytes, valueBytes: Int = valueBytes
    ) throws(RecordError) -> BatchBuffer {
        try builder(pool: pool, batchBytes: batchBytes, valueBytes: valueBytes)
            .finish(codec: .none, pool: pool)
    }
}
