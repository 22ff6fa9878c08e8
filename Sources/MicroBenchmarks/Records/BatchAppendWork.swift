import Records

/// Appends of records with an 8-byte key and a 92-byte value, left unwritten, to batches of
/// 64 KiB in one buffer.
package final class BatchAppendWork: MicroWork {
    private var builder: BatchBuilder
    private var closedRecords = 0

    package init() {
        builder = BatchBuilder(buffer: BatchBuffer(capacity: SampleBatches.batchBytes))
    }

    package func run(_ count: Int) -> Int {
        var filling = builder
        var key: UInt64 = 0x0123_4567_89ab_cdef
        withUnsafeBytes(of: &key) { key in
            for _ in 0..<count {
                if !filling.hasRoom(
                    keyBytes: SampleBatches.keyBytes, valueBytes: SampleBatches.valueBytes,
                    limit: SampleBatches.batchBytes)
                {
                    closedRecords += filling.recordCount
                    filling = BatchBuilder(buffer: filling.buffer)
                }
                _ = filling.append(
                    timestamp: 1_000_000, key: key, valueBytes: SampleBatches.valueBytes)
            }
        }
        builder = filling
        return count
    }

    /// Records in batches.
    package var effects: Int { closedRecords + builder.recordCount }
}
