import Brokers
import Messages
package import Records
import Replication
import Storage

/// The logs as a run left them: of each partition its leader's copy, or that of who would be
/// elected next.
///
/// They are read from the files; nothing is changed. For after `EmbeddedCluster.stop`, before its
/// `close`.
package struct FinalLogs {
    private let cluster: EmbeddedCluster

    init(_ cluster: EmbeddedCluster) { self.cluster = cluster }

    /// How many partitions the topic has in the end.
    package var partitionCount: Int { cluster.gauges.partitionCount }

    /// Hands every record of a partition that can be read to `body`, batch by batch, in order.
    ///
    /// - Throws: `ClusterError.storage` where the files cannot be read.
    package func read(
        _ partition: PartitionIndex, _ body: (inout RecordCursor) -> Void
    ) throws(ClusterError) -> FinalCopy {
        let place = TopicPartition(topic: TopicID(0), partition: partition)
        let shard = cluster.shards[cluster.directory.shard(of: place)]
        do throws(StorageError) {
            for seat in shard.seats { try seat.settlePowerLoss() }
            guard let leadership = shard.controller.leadership(of: place) else {
                return FinalCopy(broker: nil, isServed: false, extent: LogExtent())
            }
            let live = shard.seats.filter { $0.broker != nil }.map(\.id)
            let holder = leadership.holder(
                live: live, unclean: cluster.topic.allowsUncleanElection)
            let seat = shard.seats[holder.index]
            let bounds = seat.broker?.bounds(of: place)
            var scan = LogScan(
                disk: FileDisk(root: seat.files.root),
                directory: cluster.topic.directory(of: partition), servedEnd: bounds?.logEnd,
                mayHaveGaps: cluster.topic.cleanupPolicy.compacts)
            try scan.run(body)
            return FinalCopy(broker: holder, isServed: bounds != nil, extent: scan.extent)
        } catch { throw .storage(error) }
    }
}

/// The copy of a partition's log that speaks for the partition.
package struct FinalCopy: Hashable, Sendable {
    /// Nil where the partition does not exist.
    package let broker: BrokerID?
    /// Whether the broker lives and serves the partition.
    package let isServed: Bool
    package let extent: LogExtent
}

extension PartitionLeadership {
    /// Whose copy counts where only `live` brokers live.
    fileprivate func holder(live: [BrokerID], unclean: Bool) -> BrokerID {
        if let leader, live.contains(leader) { return leader }
        var next = self
        for broker in replicas where !live.contains(broker) {
            _ = next.brokerFailed(
                broker, live: replicas.filter(live.contains), unclean: unclean)
        }
        return next.leader ?? next.inSyncReplicas.first ?? replicas[0]
    }
}
