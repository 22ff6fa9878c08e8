import Messages
package import Records

/// Looks at the cluster after every step and holds it to the invariants.
///
/// It keeps the truth of each partition by watching from outside: the bytes that brokers hand to
/// their disks, the leaders' high watermarks, the controller's decisions. A step is looked at as
/// far as it touched something.
package final class ClusterWatch {
    /// What was found, oldest first; the first `violationsMax` of them.
    package private(set) var violations: [InvariantViolation] = []
    /// How much was found in all.
    package private(set) var violationCount = 0

    let topic: TopicConfiguration
    let brokerCount: Int
    /// For the records of a topic that is compacted; nil for any other.
    let pool: BufferPool?
    var partitions: [WatchedPartition] = []
    /// After which step the present look is, and when.
    var step = 0
    var now = Instant(0)

    private static let violationsMax = 100

    struct WatchedPartition {
        var ledger = PartitionLedger()
        /// By broker number.
        var tracks: [ReplicaTrack]
        /// What the controller held last.
        var state: PartitionState?
        /// The replicas outside the in-sync set that the controller held eligible last.
        var eligible: [BrokerID] = []
        /// Acknowledged records, for the count.
        var acknowledged = 0
    }

    init(topic: TopicConfiguration, brokers: Int) {
        self.topic = topic
        brokerCount = brokers
        pool = topic.cleanupPolicy.compacts ? BufferPool() : nil
    }

    /// Committed records that were lost, as the settings and the damage permitted.
    package var permittedLosses: Int {
        partitions.reduce(0) { $0 + $1.ledger.permittedLosses }
    }

    /// One past the last committed record of a partition.
    package func committedEnd(of partition: PartitionIndex) -> Offset {
        partition.index < partitions.count ? partitions[partition.index].ledger.end : .zero
    }

    /// Makes room for so many partitions.
    func grow(to count: Int) {
        while partitions.count < count {
            partitions.append(
                WatchedPartition(
                    tracks: Array(repeating: ReplicaTrack(), count: brokerCount)))
        }
    }

    func report(
        _ invariant: Invariant, _ partition: Int, broker: BrokerID? = nil, offset: Offset? = nil,
        epoch: LeaderEpoch? = nil, _ detail: String
    ) {
        violationCount += 1
        guard violations.count < Self.violationsMax else { return }
        violations.append(
            InvariantViolation(
                invariant: invariant, partition: PartitionIndex(partition), broker: broker,
                offset: offset, epoch: epoch, step: step, time: now, detail: detail))
    }
}
