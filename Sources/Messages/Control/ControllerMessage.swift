package import Records

/// What a controller is told.
package enum ControllerMessage: Hashable, Sendable {
    case register(BrokerRegistration)
    case heartbeat(BrokerHeartbeat)
    case alterPartition(AlterPartitionRequest)
    /// A client asks where the partitions of a topic are.
    case metadata(ClientID, TopicID)
    /// An administrator adds partitions to a topic, up to so many in all.
    case createPartitions(TopicID, count: Int)
}
