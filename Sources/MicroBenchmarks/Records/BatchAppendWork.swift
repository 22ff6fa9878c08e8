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
        var open = builder
        var key: UInt64 = 0x0123_4567_89ab_cdef
        withUnsafeBytes(of: &key) { key in
            for _ in 0..<count {
                if !open.hasRoom(
                    keyBytes: SampleBatches.keyBytes, valueBytes: SampleBatches.valueBytes,
                    limit: SampleBatches.batchBytes)
                {
                    closedRecords += open.recordCount
                    open = BatchBuilder(buffer: open.buffer)
                }
                _ = open.append(
                    timestamp: 1_000_000, key: key, valueBytes: SampleBatches.valueBytes)
            }
        }
        builder = open
        return count
    }

    /// Records in batches.
    package var effects: Int { closedRecords + builder.recordCount }
}
