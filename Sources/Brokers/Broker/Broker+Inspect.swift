package import ConsumerGroups
package import Messages
package import Records
import Replication
package import Storage

/// What those who watch a broker may see of it.
extension Broker {
    /// What the controller knows the broker by; nil until it has registered.
    package var brokerEpoch: Int64? { session.brokerEpoch }

    /// Partitions of which the broker has a replica that it could open, in the order of opening.
    package var partitions: [TopicPartition] { replicas.map(\.partition) }

    /// Where this broker's replica of a partition begins and ends and what is committed of it;
    /// nil where it has none.
    package func bounds(
        of partition: TopicPartition
    ) -> (logStart: Offset, highWatermark: Offset, logEnd: Offset)? {
        replica(of: partition).map { ($0.log.logStart, $0.highWatermark, $0.log.logEnd) }
    }

    /// The offset after the last committed record, as a consumer that starts at the end would be
    /// told.
    ///
    /// - Throws: `.unknownTopicOrPartition`, `.notLeaderOrFollower`, and `.offsetNotAvailable`
    ///   while a new leader does not know yet that everything before its epoch is committed: what
    ///   it would answer might lie before what the old leader answered (KIP-207).
    package func latestOffset(of partition: TopicPartition) throws(ErrorCode) -> Offset {
        guard let replica = replica(of: partition) else { throw .unknownTopicOrPartition }
        guard let leadership = replica.leadership else { throw .notLeaderOrFollower }
        guard leadership.highWatermark >= leadership.epochStart else { throw .offsetNotAvailable }
        return leadership.highWatermark
    }

    /// A replica as it is now; nil where the broker has none.
    package func view(of partition: TopicPartition) -> ReplicaView? {
        guard let replica = replica(of: partition) else { return nil }
        var role = ReplicaView.Role.idle
        if let leadership = replica.leadership {
            role = .leader(
                leadership.epoch, inSync: leadership.inSyncReplicas,
                maximal: leadership.maximalReplicas)
        } else if let following = replica.following {
            role = .follower(following.epoch, of: following.leader)
        }
        return ReplicaView(
            role: role, logStart: replica.log.logStart, logEnd: replica.log.logEnd,
            nextOffset: replica.log.nextOffset, flushedEnd: replica.log.flushedEnd,
            highWatermark: replica.highWatermark, epochs: replica.log.epochs.entries,
            replacements: replica.log.replacements,
            isOffline: session.offline.contains(partition))
    }

    /// No later than when `tick` looks at the broker's copy again; nil where it has none.
    package func nextVisit(of partition: TopicPartition) -> Instant? {
        replica(of: partition).map { dueTimes[Int($0.log.owner)] }
    }

    /// The segments of the broker's copy, oldest first; none where it has no copy.
    package func segments(of partition: TopicPartition) -> [LogSegment] {
        replica(of: partition)?.log.segments ?? []
    }

    /// The batches of the broker's copy that hold an offset in `range` and are written, in order;
    /// none where it has no copy. Reads the disk; nothing changes.
    ///
    /// - Throws: `StorageError` from the disk.
    package func batches(
        of partition: TopicPartition, in range: Range<Offset>
    ) throws(StorageError) -> [PartitionLog.BatchSummary] {
        guard let replica = replica(of: partition) else { return [] }
        return try replica.log.batches(in: range)
    }

    // MARK: Groups

    /// The groups in a partition of the offsets topic as their coordinator knows them, by their
    /// numbers; nil where this broker does not coordinate them, or does not know them yet.
    package func groups(in partition: TopicPartition) -> [GroupView]? {
        guard let coordinator = replica(of: partition)?.coordination?.coordinator,
            coordinator.isLoaded
        else { return nil }
        return coordinator.views
    }
}
