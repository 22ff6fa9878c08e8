import Records

/// Walks over the records of a batch of 64 KiB.
package final class CursorWork: MicroWork {
    private let batch: BatchBuffer
    private let header: BatchHeader
    private var valueBytes = 0

    package init() throws {
        batch = try SampleBatches.finished(pool: BufferPool())
        header = try BatchHeader.validated(batch.bytes)
    }

    package func run(_ count: Int) -> Int {
        var walked = 0
        var bytes = 0
        while walked < count {
            var cursor = RecordCursor(validated: header)
            while walked < count, let record = try? cursor.next() {
                bytes += record.value?.count ?? 0
                walked += 1
            }
        }
        valueBytes += bytes
        return count
    }

    /// Records whose values were seen.
    package var effects: Int { valueBytes / SampleBatches.valueBytes }
}
