package import Records

/// A topic's settings, with Kafka's names in the comments.
package struct TopicConfiguration: Hashable, Sendable {
    package var name = ""
    package var partitions = 1
    /// `replication.factor`.
    package var replicationFactor = 1
    /// `min.insync.replicas`.
    package var minInsyncReplicas = 1
    /// `unclean.leader.election.enable`: whether a replica that may lack committed records leads
    /// rather than nobody.
    package var allowsUncleanElection = false
    /// `segment.bytes`.
    package var segmentBytes = 256 << 20
    /// `segment.ms`; nil is never.
    package var segmentTime: Nanoseconds?
    /// `retention.bytes` per partition; nil keeps everything.
    package var retentionBytes: Int?
    /// `retention.ms`; nil keeps everything.
    package var retentionTime: Nanoseconds?
    /// `cleanup.policy`.
    package var cleanupPolicy = CleanupPolicy.delete
    /// `min.compaction.lag.ms`: younger records are not compacted.
    package var minCompactionLag = Nanoseconds.zero
    /// `min.cleanable.dirty.ratio`: how much of what could be compacted has to be new.
    package var minCleanableDirtyRatio = 0.5
    /// `delete.retention.ms`: how long a tombstone stays after it was compacted first.
    package var deleteRetention = Nanoseconds.seconds(86_400)
    /// `flush.messages`; nil leaves it to the page cache.
    package var flushMessages: Int?
    /// `flush.ms`; nil is never.
    package var flushInterval: Nanoseconds?

    /// Whether retention and compaction wait for readers: what no `retentionFloor` has let go yet
    /// is kept, from the start of each broker on. No setting of Kafka's.
    package var sparesUnread = false

    /// Of one in so many batches its leaders keep when it passed the stages of its way, and tell
    /// consumers; nil of none. No setting of Kafka's.
    package var passageInterval: Int?

    /// Whether it is the topic that holds the groups' offsets and memberships: the leader of a
    /// partition is the coordinator of the groups in it.
    package var holdsGroups = false

    package init() {}

    /// The folder of one of its partitions among those of a broker. Names may hold slashes.
    package func directory(of partition: PartitionIndex) -> String {
        "\(name.plainStem)-\(partition)"
    }
}
