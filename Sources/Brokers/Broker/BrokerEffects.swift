package import Messages
package import Records
package import Storage

/// What one step of a broker asks its driver for. The driver empties and reuses it.
package struct BrokerEffects {
    package var toClients: [(client: ClientID, message: ClientMessage)] = []
    /// Messages to other brokers about a partition.
    package var toBrokers: [(broker: BrokerID, partition: TopicPartition, message: BrokerMessage)] =
        []
    /// Messages to the controller of the listener's partitions.
    package var toController: [ControllerMessage] = []
    /// Data operations, to be performed in order for each owner. A produce request's buffer stays
    /// the producer's: who performs a write later than at once works on `DiskRequest.detached`.
    package var disk: [DiskRequest] = []
    /// Partitions that this broker leads and whose log end moved, for lag probes.
    package var logEnds: [(partition: TopicPartition, logEnd: Offset)] = []
    /// What the disk refused; the replica concerned is offline.
    package var failures: [StorageError] = []
    /// What happened, in order.
    package var events: [ClusterEvent] = []

    package init() {}
}
