package import Records

/// The topic under load.
package struct TopicSettings: Hashable, Sendable, Codable {
    /// How many topics there are, all alike: at least 1.
    package var count = 1
    /// Of each topic: at least 1.
    package var partitions = 1
    /// `replication.factor`: at least 1, at most the number of brokers.
    package var replicationFactor = 1
    /// `min.insync.replicas`: at least 1, at most the replication factor. The file's `auto` is
    /// resolved to max(1, replication factor − 1).
    package var minInsyncReplicas = 1
    /// `unclean.leader.election.enable`: whether a replica that is not in sync may lead when no
    /// other is left, which loses what it does not have.
    package var allowsUncleanElection = false
    /// `segment.bytes`: a segment is rolled before it would grow beyond this.
    package var segmentBytes = 256 << 20
    /// `segment.ms`: a segment is rolled when its first record is older than this; nil is never.
    package var segmentTime: Nanoseconds?
    /// `retention.bytes` per partition; nil keeps everything until the run ends.
    package var retentionBytes: Int?
    /// `retention.ms`; nil keeps everything until the run ends.
    package var retentionTime: Nanoseconds?
    /// `retention.spares.unread`: whether retention and compaction wait for the slowest group.
    package var retentionSparesUnread = true
    /// `cleanup.policy`.
    package var cleanupPolicy = CleanupPolicy.delete
    /// `min.compaction.lag.ms`: younger records are not compacted.
    package var minCompactionLag = Nanoseconds.zero
    /// `min.cleanable.dirty.ratio`: how much of what could be compacted has to be new; 0...1.
    package var minCleanableDirtyRatio = 0.5
    /// `delete.retention.ms`: how long a tombstone stays after it was compacted first.
    package var deleteRetention = Nanoseconds.seconds(86_400)

    package init() {}

    /// The partitions of all topics, which are numbered through.
    package var allPartitions: Int { count * partitions }

    /// Whether records may go before the run ends.
    package var losesRecords: Bool {
        retentionBytes != nil || retentionTime != nil || cleanupPolicy.compacts
    }
}
