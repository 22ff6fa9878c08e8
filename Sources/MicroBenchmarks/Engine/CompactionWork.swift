import Cluster
import Platform
import Records
import Storage

/// Updates of 10,000 keys, appended to a log in batches of 500 and compacted in slices.
package final class CompactionWork: MicroWork {
    private let log: PartitionLog
    private let directory: String
    private let disk: FileDisk
    private let pool = BufferPool()
    private var requests: [DiskRequest] = []
    private var random = RandomSource(seed: 7)
    /// The offset of each key's latest record.
    private var latest: [Int64]
    private static let keys = 10_000
    private static let batchRecords = 500

    package init() throws {
        directory = try Directory.createUnique(prefix: "weir-compact-", in: "/tmp")
        disk = FileDisk(root: directory)
        var settings = LogSettings()
        settings.cleanupPolicy = .compact
        settings.segmentBytes = 256 << 10
        settings.minCleanableDirtyRatio = 0
        log = try PartitionLog.open(
            owner: 0, directory: "log", settings: settings, disk: disk, clean: nil
        ).log
        latest = Array(repeating: -1, count: Self.keys)
    }

    deinit { try? Directory.removeTree(directory) }

    package func run(_ count: Int) -> Int {
        var done = 0
        while done < count {
            let records = min(count - done, Self.batchRecords)
            guard append(records) else { return done }
            done += records
        }
        clean()
        return done
    }

    private func append(_ records: Int) -> Bool {
        var builder = BatchBuilder(buffer: pool.take(atLeast: 64 << 10))
        for index in 0..<records {
            let key = Int(random.next(below: UInt64(Self.keys)))
            latest[key] = log.nextOffset.rawValue + Int64(index)
            withUnsafeBytes(of: UInt64(key)) {
                let value = builder.append(timestamp: 0, key: $0, valueBytes: 8)
                value.storeBytes(of: latest[key], as: Int64.self)
            }
        }
        guard let batch = try? builder.finish(codec: .none, pool: pool),
            (try? log.appendAsLeader(
                batch, epoch: .initial, now: Instant(0), requests: &requests)) != nil
        else { return false }
        perform()
        pool.give(batch)
        return true
    }

    private func clean() {
        guard let found = log.cleanable(below: log.logEnd, now: 0) else { return }
        log.beginCleaning(found)
        while log.isBeingCleaned {
            _ = try? log.clean(bytesMax: 1 << 20, requests: &requests)
            perform()
        }
    }

    private func perform() {
        for request in requests { log.complete(disk.perform(request)) }
        requests.removeAll(keepingCapacity: true)
    }

    /// Updates in the log; −1 where it does not replay to the latest of each key.
    package var effects: Int {
        var found = Array(repeating: Int64(-1), count: Self.keys)
        for segment in log.segments {
            var scanner = SegmentScanner(
                disk: disk, file: segment.file, position: 0, end: segment.writtenBytes)
            while let batch = try? scanner.next() {
                var cursor = RecordCursor(validated: batch.header)
                while let record = try? cursor.next() {
                    guard let key = record.key?.loadUnaligned(as: UInt64.self) else { return -1 }
                    found[Int(key)] = record.offset.rawValue
                }
            }
        }
        return found == latest ? log.logEnd.distance(from: .zero) : -1
    }
}
