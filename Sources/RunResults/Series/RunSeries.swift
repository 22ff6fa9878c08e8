/// How a run went, in slices of 100 ms from the warm-up, of which it has the last minute at most,
/// to the end of the drain. Slices in which nothing happened are among them.
package struct RunSeries: Sendable, Equatable {
    /// How long each slice takes.
    package static let bucketMilliseconds = 100
    /// A series holds at most so many slices: an hour.
    package static let bucketsMax = 36_000
    /// So many of them may belong to the warm-up.
    package static let warmupBucketsMax = 600

    /// Slices of the warm-up, the first ones; 0 in results that were written before.
    package var warmupBuckets: Int
    /// Slices after those that began in the measured time; the others belong to the drain.
    package var measuredBuckets: Int
    package var buckets: [SeriesBucket]
    /// nil without a group, and in results that were written before.
    package var lags: LagSeriesResult?
    /// How far groups lagged behind what they had committed; nil where none subscribes, and in
    /// results that were written before.
    package var committedLags: LagSeriesResult?
    /// nil in results that were written before, and of fewer slices than a line needs.
    package var steadyState: SteadyState?

    /// When the slice of that number began, from the start of the measured time: below 0 in the
    /// warm-up.
    package func startMilliseconds(_ bucket: Int) -> Int {
        (bucket - warmupBuckets) * Self.bucketMilliseconds
    }

    /// `warm-up`, `measured` or `drain`.
    func phase(of bucket: Int) -> String {
        if bucket < warmupBuckets { return "warm-up" }
        return bucket < warmupBuckets + measuredBuckets ? "measured" : "drain"
    }

    package init(
        warmupBuckets: Int = 0, measuredBuckets: Int, buckets: [SeriesBucket],
        lags: LagSeriesResult? = nil
    ) {
        self.warmupBuckets = warmupBuckets
        self.measuredBuckets = measuredBuckets
        self.buckets = buckets
        self.lags = lags
    }
}

/// What happened in one slice of a run.
package struct SeriesBucket: Sendable, Equatable {
    /// Records acknowledged in it.
    package var ackedRecords = 0
    /// From the intended send to the acknowledgement, of the records acknowledged in it; nil
    /// without one.
    package var publishP50Microseconds: Double?
    package var publishP99Microseconds: Double?
    /// Records processed in it, over all groups.
    package var consumedRecords = 0
    /// From the intended send to the end of processing, of the records processed in it; nil
    /// without one.
    package var endToEndP99Microseconds: Double?
    /// Attempts to send a batch that ended in it without an acknowledgement.
    package var failedAttempts = 0
    /// The largest lag of a group that was seen in it; nil where nobody looked.
    package var lagRecords: Int?
    /// The smallest in-sync set of any partition that was seen in it; nil where nobody looked.
    package var inSyncReplicasMin: Int?
    /// The most partitions without a leader that were seen in it; nil where nobody looked.
    package var leaderlessPartitions: Int?
    /// Faults that struck or healed in it.
    package var faults: [String] = []

    package init() {}
}
