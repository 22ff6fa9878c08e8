package import Records

/// A broker tells the controller that it lives and how far it knows the metadata.
package struct BrokerHeartbeat: Hashable, Sendable {
    package var broker: BrokerID
    package var brokerEpoch: Int64
    /// Every metadata change up to this version is known to the broker.
    package var metadataVersion: Int64
    /// The broker wants to shut down: its leaderships are to be moved first.
    package var wantsShutdown: Bool
    /// Partitions whose replica on this broker is of no use: its log failed, has rotted or cannot
    /// be opened. It is until the broker starts again, or a leader takes it in once more.
    package var offline: [TopicPartition]

    package init(
        broker: BrokerID, brokerEpoch: Int64, metadataVersion: Int64, wantsShutdown: Bool = false,
        offline: [TopicPartition] = []
    ) {
        self.broker = broker
        self.brokerEpoch = brokerEpoch
        self.metadataVersion = metadataVersion
        self.wantsShutdown = wantsShutdown
        self.offline = offline
    }
}
