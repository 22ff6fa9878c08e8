package import Messages
package import Records
package import Storage
import Platform
import Synchronization

/// What a running cluster lets other threads see. Every member may be used from any thread.
package final class ClusterGauges: @unchecked Sendable {
    private let partitions: UnsafeMutablePointer<PartitionGauge>
    private let capacity: Int
    private let presentCount: Atomic<Int>
    private let firstFailure = Lock<StorageError?>(nil)
    private let hasFailed = Atomic<Bool>(false)
    private let happened = Lock(ClusterCounts())
    private let struck = Lock<[FaultStrike]>([])
    private let elected = Lock<[(event: ClusterEvent, time: Instant)]>([])

    /// Strikes, and changes of logs and leaders, beyond these are not kept.
    private static let strikesMax = 10_000

    /// Of one partition.
    private struct PartitionGauge: ~Copyable {
        let logEnd = Atomic<Int64>(0)
        let inSyncCount = Atomic<Int>(0)
        let isLed = Atomic<Bool>(true)
    }

    /// - Parameter partitions: of the topic under load, the only one that is gauged; as many as
    ///   there will ever be.
    init(partitions capacity: Int) {
        self.capacity = capacity
        partitions = .allocate(capacity: capacity)
        for index in 0..<capacity { (partitions + index).initialize(to: PartitionGauge()) }
        presentCount = Atomic(0)
    }

    deinit {
        partitions.deinitialize(count: capacity)
        partitions.deallocate()
    }

    private func isGauged(_ partition: TopicPartition) -> Bool {
        partition.topic == TopicID(0) && partition.partition.index < capacity
    }

    // MARK: Partitions

    func setLogEnd(_ end: Offset, of partition: TopicPartition) {
        guard isGauged(partition) else { return }
        partitions[partition.partition.index].logEnd.store(end.rawValue, ordering: .releasing)
    }

    /// One past the last record in the log of the leader that the controller knows.
    package func logEnd(of partition: PartitionIndex) -> Offset {
        Offset(partitions[partition.index].logEnd.load(ordering: .acquiring))
    }

    func setState(isLed: Bool, inSyncCount: Int, of partition: TopicPartition) {
        guard isGauged(partition) else { return }
        let index = partition.partition.index
        partitions[index].isLed.store(isLed, ordering: .relaxed)
        partitions[index].inSyncCount.store(inSyncCount, ordering: .relaxed)
        var known = presentCount.load(ordering: .relaxed)
        while known <= index {
            let (done, now) = presentCount.compareExchange(
                expected: known, desired: index + 1, ordering: .acquiringAndReleasing)
            known = done ? index + 1 : now
        }
    }

    /// How many partitions the topic has.
    package var partitionCount: Int { presentCount.load(ordering: .acquiring) }

    /// How many in-sync replicas the controller knows of a partition, its leader among them.
    package func inSyncCount(of partition: PartitionIndex) -> Int {
        partitions[partition.index].inSyncCount.load(ordering: .relaxed)
    }

    /// How many partitions nobody may lead, as the controller sees it.
    package var leaderlessCount: Int {
        (0..<partitionCount).reduce(0) {
            $0 + (partitions[$1].isLed.load(ordering: .relaxed) ? 0 : 1)
        }
    }

    // MARK: Events and faults

    func count(_ event: ClusterEvent, now: Instant) {
        happened.withLock { $0.count(event) }
        guard event.movesLog else { return }
        elected.withLock { if $0.count < Self.strikesMax { $0.append((event, now)) } }
    }

    /// Elections of leaders, and what was cut off logs, in order; at most 10,000 are kept.
    package var changes: [(event: ClusterEvent, time: Instant)] { elected.withLock { $0 } }

    package var counts: ClusterCounts { happened.withLock { $0 } }

    func note(_ strike: FaultStrike) {
        struck.withLock { if $0.count < Self.strikesMax { $0.append(strike) } }
    }

    /// The faults that have struck, in order; at most 10,000 are kept.
    package var strikes: [FaultStrike] { struck.withLock { $0 } }

    // MARK: Failures

    func report(_ error: StorageError) {
        firstFailure.withLock { $0 = $0 ?? error }
        hasFailed.store(true, ordering: .releasing)
    }

    /// The first thing that a broker's disk refused of itself, not for a fault; nil while all is
    /// well.
    package var storageFailure: StorageError? {
        guard hasFailed.load(ordering: .acquiring) else { return nil }
        return firstFailure.withLock { $0 }
    }
}

extension ClusterCounts {
    fileprivate mutating func count(_ event: ClusterEvent) {
        switch event {
        case .leaderElected(_, _, _, let isUnclean):
            elections += 1
            if isUnclean { uncleanElections += 1 }
        case .leaderless: leaderLosses += 1
        case .inSyncShrunk: inSyncShrinks += 1
        case .inSyncExpanded: inSyncExpansions += 1
        case .brokerFenced: fencedBrokers += 1
        case .notEnoughReplicas: minInSyncRejections += 1
        case .truncated(_, _, let from, let to):
            truncations += 1
            truncatedRecords += from.distance(from: to)
        case .brokerUnfenced, .opened, .groupGeneration, .memberEvicted: break
        }
    }
}

extension ClusterEvent {
    /// Whether it happened to the topic under load.
    var concernsLoad: Bool {
        switch self {
        case .leaderElected(let partition, _, _, _), .leaderless(let partition, _),
            .inSyncShrunk(let partition, _), .inSyncExpanded(let partition, _),
            .notEnoughReplicas(let partition), .truncated(let partition, _, _, _),
            .opened(let partition, _, _):
            partition.topic == .load
        case .brokerFenced, .brokerUnfenced: true
        case .groupGeneration, .memberEvicted: false
        }
    }
}

extension ClusterEvent {
    /// Whether another leads a partition, or a log has lost its end.
    fileprivate var movesLog: Bool {
        switch self {
        case .leaderElected, .truncated: true
        default: false
        }
    }
}
