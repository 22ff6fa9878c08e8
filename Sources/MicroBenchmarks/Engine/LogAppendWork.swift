import Records
import Storage

/// Appends of one batch of 64 KiB to a partition's log as its leader, each completed at once by a
/// disk that does nothing.
package final class LogAppendWork: MicroWork {
    private let log: PartitionLog
    private let batch: BatchBuffer
    private let batchRecords: Int
    private var requests: [DiskRequest] = []

    package init() throws {
        log = try PartitionLog.open(
            owner: 0, directory: "log", settings: LogSettings(), disk: MemoryDisk(), clean: nil
        ).log
        batch = try SampleBatches.finished(pool: BufferPool())
        batchRecords = BatchHeader(at: batch.base).recordCount
    }

    package func run(_ count: Int) -> Int {
        for _ in 0..<count {
            _ = try? log.appendAsLeader(
                batch, epoch: .initial, now: Instant(0), requests: &requests)
            for request in requests {
                log.complete(DiskCompletion(request: request, error: nil))
            }
            requests.removeAll(keepingCapacity: true)
        }
        return count
    }

    /// Batches in the log.
    package var effects: Int { log.logEnd.distance(from: .zero) / batchRecords }
}
