package import Records

/// The settings of a partition log, with Kafka's names in the comments.
package struct LogSettings: Hashable, Sendable {
    /// `segment.bytes`: up to 2^31 − 1.
    package var segmentBytes = 256 << 20
    /// `segment.ms`; nil is never.
    package var segmentTime: Nanoseconds?
    /// `index.interval.bytes`.
    package var indexIntervalBytes = 4096
    /// `flush.messages`: sync after this many records; nil never does.
    package var flushMessages: Int?
    /// `flush.ms`: sync when unflushed records are this old; nil never does.
    package var flushInterval: Nanoseconds?
    /// `retention.bytes`; nil keeps everything.
    package var retentionBytes: Int?
    /// `retention.ms`; nil keeps everything.
    package var retentionTime: Nanoseconds?
    /// `cleanup.policy`.
    package var cleanupPolicy = CleanupPolicy.delete
    /// `min.compaction.lag.ms`: segments with a younger record are not compacted.
    package var minCompactionLag = Nanoseconds.zero
    /// `min.cleanable.dirty.ratio`: how much of what could be compacted has to be new.
    package var minCleanableDirtyRatio = 0.5
    /// `delete.retention.ms`: how long a tombstone stays after it was compacted first.
    package var deleteRetention = Nanoseconds.seconds(86_400)
    /// `log.cleaner.dedupe.buffer.size`: about how many bytes the keys of one pass may take.
    package var dedupeBufferBytes = 128 << 20
    /// `producer.id.expiration.ms`: an idempotent producer that has not appended for so long is
    /// forgotten.
    package var producerExpiration = Nanoseconds.seconds(86_400)

    /// For tests: none but in their builds.
    package var plantedBugs = PlantedBugs()

    package init() {}

    /// Whether offsets may be missing between batches and inside them.
    var mayHaveGaps: Bool { cleanupPolicy.compacts }

    /// Whether records are to survive a power loss before a clean shutdown, so that creating and
    /// removing segments is made durable too.
    var isFlushing: Bool { flushMessages != nil || flushInterval != nil }
}
