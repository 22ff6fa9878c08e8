/// Metadata changes that concern a broker, from the controller: at once when they are made, and
/// again with the answer to a heartbeat that lacks them. All of them apply whether they come
/// twice or late, since each state carries its epochs.
package struct MetadataUpdate: Sendable {
    /// Whom it is for: an incarnation of the broker that is gone must not speak through another.
    package var brokerEpoch: Int64
    /// The update holds every change after this version…
    package var after: Int64
    /// …up to this one.
    package var version: Int64
    /// The newest state of each partition that changed and of which the broker has a replica.
    package var partitions: [(state: PartitionState, topic: TopicConfiguration)]
    /// The broker may close its logs: it leads nothing that another could lead.
    package var mayShutDown: Bool

    package init(
        brokerEpoch: Int64, after: Int64, version: Int64,
        partitions: [(state: PartitionState, topic: TopicConfiguration)],
        mayShutDown: Bool = false
    ) {
        self.brokerEpoch = brokerEpoch
        self.after = after
        self.version = version
        self.partitions = partitions
        self.mayShutDown = mayShutDown
    }
}
