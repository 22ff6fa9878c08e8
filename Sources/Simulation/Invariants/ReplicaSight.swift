import Brokers
import Records
import Storage

/// What a broker holds of a partition, as seen after a step.
struct ReplicaSight: Equatable {
    /// The leader epoch that the replica acts in; nil where it knows of no leader.
    var epoch: LeaderEpoch?
    var isLeader = false
    /// Of a leader: the confirmed in-sync set.
    var inSyncReplicas: [BrokerID] = []
    var highWatermark = Offset.zero
    var logStart = Offset.zero
    var logEnd = Offset.zero
    var nextOffset = Offset.zero
    var flushedEnd = Offset.zero
    /// How often the cleaner has replaced segments.
    var replacements = 0
    /// Whether its log takes nothing any more.
    var isOffline = false
    /// Epochs in the cache.
    var epochs: [LeaderEpochCache.Entry] = []

    /// Nil where the broker has not opened a replica of the partition.
    init?(_ broker: Broker, _ partition: TopicPartition) {
        guard let view = broker.view(of: partition) else { return nil }
        switch view.role {
        case .leader(let epoch, let inSync, _):
            self.epoch = epoch
            isLeader = true
            inSyncReplicas = inSync
        case .follower(let epoch, _): self.epoch = epoch
        case .idle: break
        }
        highWatermark = view.highWatermark
        logStart = view.logStart
        logEnd = view.logEnd
        nextOffset = view.nextOffset
        flushedEnd = view.flushedEnd
        replacements = view.replacements
        isOffline = view.isOffline
        epochs = view.epochs
    }
}
