import Records
import RunResults

extension RunTimeline {
    /// Slices of the warm-up that a series has: whole ones, those just before the measured time.
    var warmupBuckets: Int {
        let width = Int64(RunSeries.bucketMilliseconds) * 1_000_000
        return Int(min((measureStart - start).rawValue / width, Int64(RunSeries.warmupBucketsMax)))
    }

    /// The start of a series' first slice.
    var seriesStart: Instant {
        measureStart - .milliseconds(Int64(warmupBuckets * RunSeries.bucketMilliseconds))
    }
}
