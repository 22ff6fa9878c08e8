import Records
import Storage

/// Reads of one batch of 64 KiB from a partition's log: found in the index, copied, framed.
package final class LogReadWork: MicroWork {
    private static let batches = 8
    private let disk = MemoryDisk()
    private let pool = BufferPool()
    private let log: PartitionLog
    private let batchRecords: Int
    private var next = Offset.zero
    private var readRecords = 0

    package init() throws {
        log = try PartitionLog.open(
            owner: 0, directory: "log", settings: LogSettings(), disk: disk, clean: nil
        ).log
        let batch = try SampleBatches.finished(pool: pool)
        batchRecords = BatchHeader(at: batch.base).recordCount
        var requests: [DiskRequest] = []
        for _ in 0..<Self.batches {
            _ = try log.appendAsLeader(
                batch, epoch: .initial, now: Instant(0), requests: &requests)
            for request in requests { log.complete(disk.perform(request)) }
            requests.removeAll()
        }
    }

    package func run(_ count: Int) -> Int {
        for _ in 0..<count {
            guard
                let planned = try? log.planRead(
                    from: next, bound: log.logEnd, bytesMax: SampleBatches.batchBytes, ticket: 0,
                    pool: pool),
                case .read(let read) = disk.perform(planned).request.operation,
                case .batches(let buffer) = try? log.finishRead(read, pool: pool)
            else { continue }
            let header = BatchHeader(at: buffer.base + buffer.start)
            readRecords += header.recordCount
            next = header.nextOffset == log.logEnd ? .zero : header.nextOffset
            pool.give(buffer)
        }
        return count
    }

    /// Batches that came back.
    package var effects: Int { readRecords / batchRecords }
}
