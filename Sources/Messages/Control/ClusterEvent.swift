package import Records

/// Something worth counting or tracing that happened to a partition. Nobody acts on it.
package enum ClusterEvent: Hashable, Sendable {
    /// The controller chose a leader; `isUnclean` where it may lack committed records.
    case leaderElected(TopicPartition, BrokerID, LeaderEpoch, isUnclean: Bool)
    /// The controller found nobody who may lead.
    case leaderless(TopicPartition, LeaderEpoch)
    /// The in-sync set got smaller.
    case inSyncShrunk(TopicPartition, [BrokerID])
    /// The in-sync set got larger.
    case inSyncExpanded(TopicPartition, [BrokerID])
    /// The controller took a broker for dead.
    case brokerFenced(BrokerID)
    /// The controller takes a broker for alive again.
    case brokerUnfenced(BrokerID)
    /// A leader refused a batch for want of in-sync replicas, before or after the append.
    case notEnoughReplicas(TopicPartition)
    /// A follower cut its log back to what its leader has.
    case truncated(TopicPartition, BrokerID, from: Offset, to: Offset)
    /// A broker opened its copy of a partition after a start, recovered up to here.
    case opened(TopicPartition, BrokerID, logEnd: Offset)
    /// A group begins a generation with so many members.
    case groupGeneration(GroupID, GroupGeneration, members: Int)
    /// A member that was not heard of in time is out of its group.
    case memberEvicted(GroupID, MemberID)
}
