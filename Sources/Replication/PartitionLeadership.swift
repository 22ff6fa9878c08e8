package import Records

/// The controller's record of one partition and its rules for changing it. Pure.
///
/// Besides the in-sync set it keeps the eligible leaders of KIP-966: replicas that left the set
/// while it was smaller than `min.insync.replicas`. The high watermark has not risen since, so
/// they hold every committed record and may lead without loss.
///
/// Invariants: the leader is in sync; no replica is both in sync and merely eligible; both sets
/// together are never empty; epochs never fall.
package struct PartitionLeadership: Hashable, Sendable {
    /// The preferred leader first.
    package let replicas: [BrokerID]
    package private(set) var leader: BrokerID?
    /// Rises by one with each change of the leader, to none too.
    package private(set) var leaderEpoch: LeaderEpoch
    /// The leader is one of them. While there is none, the last member may stand here, dead.
    package private(set) var inSyncReplicas: [BrokerID]
    /// Outside the in-sync set, and yet with every committed record.
    package private(set) var eligibleLeaders: [BrokerID] = []
    /// Rises by one with each change.
    package private(set) var partitionEpoch: Int32
    /// `min.insync.replicas`, no more than there are replicas.
    package let minInsyncReplicas: Int

    /// A new partition: the preferred replica leads and all are in sync.
    package init(replicas: [BrokerID], minInsyncReplicas: Int = 1) {
        precondition(!replicas.isEmpty, "a partition has replicas")
        self.replicas = replicas
        self.minInsyncReplicas = min(minInsyncReplicas, replicas.count)
        leader = replicas[0]
        leaderEpoch = .initial
        inSyncReplicas = replicas
        partitionEpoch = 0
    }

    /// Why a change of the in-sync set was refused.
    package enum Refusal: Error, Hashable, Sendable {
        /// The asker does not lead in the present epoch.
        case notLeader
        /// The change builds on a partition epoch that is no longer the present one.
        case staleEpoch
        /// The set lacks the leader, or names a broker twice or one without a replica.
        case invalidSet
        /// A member is dead or has restarted since it was last seen: Kafka's
        /// INELIGIBLE_REPLICA (107).
        case ineligibleReplica
    }

    /// Changes the in-sync set by compare-and-set on the partition epoch.
    package mutating func alter(
        inSyncReplicas replicas: [BrokerID], by broker: BrokerID, leaderEpoch epoch: LeaderEpoch,
        partitionEpoch expected: Int32
    ) throws(Refusal) {
        guard broker == leader, epoch == leaderEpoch else { throw .notLeader }
        guard expected == partitionEpoch else { throw .staleEpoch }
        guard replicas.contains(broker),
            replicas.allSatisfy({ self.replicas.contains($0) }),
            Set(replicas).count == replicas.count
        else { throw .invalidSet }
        change { $0.setInSync(replicas) }
    }

    /// As the other `alter`, and every member that joins must live in the incarnation that the
    /// leader knows: a follower that restarted after its last fetch may have lost what it fetched.
    /// Those that stay are vouched for by the partition epoch: one that had restarted would have
    /// left.
    package mutating func alter(
        _ members: [InSyncMember], by broker: BrokerID, leaderEpoch epoch: LeaderEpoch,
        partitionEpoch expected: Int32, registry: BrokerRegistry,
        plantedBugs: PlantedBugs = PlantedBugs()
    ) throws(Refusal) {
        let isCurrent = members.allSatisfy {
            inSyncReplicas.contains($0.broker)
                || registry.isCurrent($0.broker, epoch: $0.brokerEpoch)
                || plantedBugs.has(.expandsWithoutBrokerEpoch)
        }
        var next = self
        if plantedBugs.has(.obeysOldLeaders), epoch < leaderEpoch {
            return change { $0.setInSync(members.map(\.broker)) }
        }
        try next.alter(
            inSyncReplicas: members.map(\.broker), by: broker, leaderEpoch: epoch,
            partitionEpoch: expected)
        guard isCurrent else { throw .ineligibleReplica }
        self = next
    }

    /// Applies a change and raises the epochs that it is counted by.
    mutating func change(_ body: (inout PartitionLeadership) -> Void) {
        let before = leader
        body(&self)
        if leader != before { leaderEpoch = LeaderEpoch(leaderEpoch.rawValue + 1) }
        partitionEpoch += 1
    }

    mutating func setLeader(_ broker: BrokerID?) { leader = broker }

    /// Sets the in-sync set. Those that leave it below `min.insync.replicas` become eligible, and
    /// nobody is while it has as many.
    mutating func setInSync(_ replicas: [BrokerID]) {
        let candidates = inSyncReplicas + eligibleLeaders
        inSyncReplicas = replicas
        eligibleLeaders =
            replicas.count >= minInsyncReplicas
            ? [] : candidates.filter { !replicas.contains($0) }
    }

    /// Makes `broker` the only replica whose records count: a leader of an unclean election.
    mutating func setOnlyHolder(_ broker: BrokerID) {
        inSyncReplicas = [broker]
        eligibleLeaders = []
    }

    mutating func dropEligible(_ broker: BrokerID) {
        eligibleLeaders.removeAll { $0 == broker }
    }
}
