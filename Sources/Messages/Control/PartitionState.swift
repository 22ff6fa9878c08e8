package import Records

/// What the controller has decided about one partition.
package struct PartitionState: Hashable, Sendable {
    package var partition: TopicPartition
    /// The preferred leader first.
    package var replicas: [BrokerID]
    /// Nil while nobody may lead.
    package var leader: BrokerID?
    package var leaderEpoch: LeaderEpoch
    /// In-sync replicas; the leader is one of them.
    package var inSyncReplicas: [BrokerID]
    /// Rises with each change; changes are made by compare-and-set on it.
    package var partitionEpoch: Int32

    package init(
        partition: TopicPartition, replicas: [BrokerID], leader: BrokerID?,
        leaderEpoch: LeaderEpoch, inSyncReplicas: [BrokerID], partitionEpoch: Int32
    ) {
        self.partition = partition
        self.replicas = replicas
        self.leader = leader
        self.leaderEpoch = leaderEpoch
        self.inSyncReplicas = inSyncReplicas
        self.partitionEpoch = partitionEpoch
    }
}
