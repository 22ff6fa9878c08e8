import Client
import Messages
import Platform
import Records

/// A member of a subscribed group that keeps what it reads and when it owned what.
final class MemberReader: ConsumerApplication, @unchecked Sendable {
    struct Tenure {
        let partition: Int
        let from: Int64
        let isCommitted: Bool
        let begin: Instant
        var end: Instant?
    }

    private struct State {
        var reads: [Int: [NumberedReader.Read]] = [:]
        var tenures: [Tenure] = []
        var rebalances = 0
        var isRebalancing = false
        /// By partition, the records read while a rebalance was under way.
        var readsMeanwhile: [Int: Int] = [:]
        /// Of the shares that it was told, in order.
        var generations: [Int32] = []
        var deaths: [Instant] = []
        var failures: [ClientError] = []
        var readCount = 0
        var owned: [Int] = []
    }

    private let state = Lock(State())
    private let waiter: Waiter

    init(waiter: Waiter) { self.waiter = waiter }

    var readCount: Int { state.withLock { $0.readCount } }
    var owned: [Int] { state.withLock { $0.owned.sorted() } }
    var rebalances: Int { state.withLock { $0.rebalances } }
    var tenures: [Tenure] { state.withLock { $0.tenures } }
    var isRebalancing: Bool { state.withLock { $0.isRebalancing } }
    var generations: [Int32] { state.withLock { $0.generations } }
    func readsMeanwhile(of partition: Int) -> Int {
        state.withLock { $0.readsMeanwhile[partition] ?? 0 }
    }
    var deaths: [Instant] { state.withLock { $0.deaths } }
    var failures: [ClientError] { state.withLock { $0.failures } }
    func reads(of partition: Int) -> [NumberedReader.Read] {
        state.withLock { $0.reads[partition] ?? [] }
    }

    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant? {
        var found: [NumberedReader.Read] = []
        while let record = try? cursor.next() {
            guard record.offset >= position, let value = record.value?.baseAddress else {
                continue
            }
            found.append(NumberedReader.Read(offset: record.offset.rawValue, value: value))
        }
        state.withLock {
            $0.reads[partition.index, default: []] += found
            if $0.isRebalancing { $0.readsMeanwhile[partition.index, default: 0] += found.count }
            $0.readCount += found.count
        }
        waiter.ring()
        return nil
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {}
    func corrupt(partition: PartitionIndex, error: RecordError) {}

    func rebalanceBegan(owned: Int, stopsReading: Bool, now: Instant) {
        state.withLock {
            $0.rebalances += 1
            $0.isRebalancing = true
        }
    }

    func rebalanceEnded(now: Instant) {
        state.withLock { $0.isRebalancing = false }
        waiter.ring()
    }

    func shareTaken(_ partitions: [PartitionIndex], generation: GroupGeneration, now: Instant) {
        state.withLock { $0.generations.append(generation.rawValue) }
        waiter.ring()
    }

    func assigned(
        _ partition: PartitionIndex, from position: Offset, isCommitted: Bool,
        generation: GroupGeneration, now: Instant
    ) {
        state.withLock {
            $0.tenures.append(
                Tenure(
                    partition: partition.index, from: position.rawValue,
                    isCommitted: isCommitted, begin: now))
            $0.owned.append(partition.index)
        }
        waiter.ring()
    }

    private func end(_ partitions: [(PartitionIndex, Offset)], now: Instant) {
        let gone = partitions.map(\.0.index)
        state.withLock {
            for index in $0.tenures.indices
            where $0.tenures[index].end == nil && gone.contains($0.tenures[index].partition) {
                $0.tenures[index].end = now
            }
            $0.owned.removeAll { gone.contains($0) }
        }
        waiter.ring()
    }

    func revoked(_ partitions: [(PartitionIndex, Offset)], now: Instant) {
        end(partitions, now: now)
    }

    func lost(_ partitions: [(PartitionIndex, Offset)], now: Instant) {
        end(partitions, now: now)
    }

    func processEnded(now: Instant) {
        end(owned.map { (PartitionIndex($0), .zero) }, now: now)
        state.withLock { $0.deaths.append(now) }
    }

    func membershipFailed(_ error: ClientError, now: Instant) {
        state.withLock { $0.failures.append(error) }
    }
}
