/// How a run went, in slices of 100 ms from the start of the measured time to the end of the
/// drain. Slices in which nothing happened are among them.
package struct RunSeries: Sendable, Equatable {
    /// How long each slice takes.
    package static let bucketMilliseconds = 100
    /// A series holds at most so many slices: an hour.
    package static let bucketsMax = 36_000

    /// Slices that began in the measured time; the others belong to the drain.
    package var measuredBuckets: Int
    package var buckets: [SeriesBucket]
    /// nil without a group, and in results that were written before.
    package var lags: LagSeriesResult?

    package init(
        measuredBuckets: Int, buckets: [SeriesBucket], lags: LagSeriesResult? = nil
    ) {
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
