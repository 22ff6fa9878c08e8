package import Records

/// The controller's record of one partition and its rule for changing it. Pure.
package struct PartitionLeadership: Hashable, Sendable {
    /// The preferred leader first.
    package let replicas: [BrokerID]
    package private(set) var leader: BrokerID?
    package private(set) var leaderEpoch: LeaderEpoch
    /// The leader is one of them.
    package private(set) var inSyncReplicas: [BrokerID]
    /// Rises by one with each change.
    package private(set) var partitionEpoch: Int32

    /// A new partition: the preferred replica leads and all are in sync.
    package init(replicas: [BrokerID]) {
        precondition(!replicas.isEmpty, "a partition has replicas")
        self.replicas = replicas
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
        inSyncReplicas = replicas
        partitionEpoch += 1
    }
}
