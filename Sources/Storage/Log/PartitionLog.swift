package import Records

/// One replica's log: segments in a directory, appended to at the end, read anywhere.
///
/// On disk a directory holds, for each segment, `BASE.log` with record batches v2 and, once it is
/// rolled or cleanly closed, `BASE.index` and `BASE.timeindex`; a clean close adds the
/// `leader-epoch-checkpoint` and, where there are idempotent producers, the `producer-snapshot`.
/// A compacted log has a `cleaner-checkpoint`; its segments may lack offsets, but each ends with a
/// batch that reaches to where the next one begins.
///
/// Data operations are asked for with `DiskRequest`s and take effect when their completions come
/// back: an append counts from then on, not from the call. Not safe for concurrent use; one broker
/// owns it. Invariant: logStart <= flushedEnd <= logEnd <= nextOffset, where flushedEnd never
/// passes what a completed sync covered, except to follow logStart.
package final class PartitionLog {
    /// The broker's number for this log, echoed in every request.
    package let owner: Int32
    package let directory: String
    package let settings: LogSettings
    let disk: any Disk

    /// Oldest first, never empty; the last one is active.
    package internal(set) var segments: [LogSegment]
    /// The first offset that can be read.
    package internal(set) var logStart: Offset
    /// One past the last offset that is written: readers and followers see up to here.
    package internal(set) var logEnd: Offset
    /// One past the last offset handed out; appends between `logEnd` and here are under way.
    package internal(set) var nextOffset: Offset
    /// One past the last offset that a completed sync covers: the recovery point.
    package internal(set) var flushedEnd: Offset
    /// Bytes of all segments, appends under way included.
    package internal(set) var byteCount: Int
    /// The epoch of the last batch appended.
    package internal(set) var lastEpoch: LeaderEpoch?
    /// Which leader epoch wrote which part.
    package internal(set) var epochs: LeaderEpochCache
    /// Whether an epoch may have begun at the log's end that has no record yet.
    var hasOpenEpoch: Bool
    /// What is known of the idempotent producers, appends under way included.
    package internal(set) var producers: ProducerStateTable
    /// Whether the names of the log's directory and of its first segment survive a power loss.
    var isHeadDurable = false
    /// Whether a data operation failed; no append is taken from then on.
    package internal(set) var hasFailed = false

    /// Appends and syncs under way, in order.
    var pending = PendingOperations()
    /// Records appended since the last sync was asked for; 0 where none ever is.
    var unflushedRecords = 0
    /// When the oldest record since the last sync was appended; nil where none ever is.
    var oldestUnflushed: Instant?
    /// The cleaner's pass that is under way; nil while there is none.
    var cleaning: CleaningPass?
    /// What is known of the cleaner's work on this log.
    package internal(set) var cleaned: CleanerCheckpoint
    /// How often the cleaner has put a copy in the place of segments.
    package internal(set) var replacements = 0
    /// Where the segment begins in which a pass found what was not written there; none is begun
    /// before that is cut off or deleted, or the log opened again.
    package internal(set) var rottenSegment: Offset?
    /// Passes of the cleaner begun, which number what they write.
    var cleaningCount: Int32 = 0
    /// When producers were last looked through for those to forget.
    var lastProducerCheck: Instant?

    init(
        owner: Int32, directory: String, settings: LogSettings, disk: any Disk,
        segments: [LogSegment], history: LogHistory, cleaned: CleanerCheckpoint?
    ) {
        precondition(!segments.isEmpty, "a log has an active segment")
        self.owner = owner
        self.directory = directory
        self.settings = settings
        self.disk = disk
        self.segments = segments
        lastEpoch = history.lastEpoch
        epochs = history.epochs
        producers = history.producers
        hasOpenEpoch = true
        logStart = segments[0].baseOffset
        logEnd = segments[segments.count - 1].nextOffset
        nextOffset = logEnd
        flushedEnd = logStart
        byteCount = segments.reduce(0) { $0 + $1.byteCount }
        self.cleaned = CleanerCheckpoint(firstDirty: logStart)
        if let cleaned, cleaned.firstDirty >= logStart, cleaned.firstDirty <= logEnd {
            self.cleaned = cleaned
        }
    }

    /// Whether no append or sync is under way.
    package var isIdle: Bool { pending.isEmpty }

    func path(_ base: Offset, _ suffix: String) -> String {
        directory + "/" + SegmentNames.stem(base) + suffix
    }
}
