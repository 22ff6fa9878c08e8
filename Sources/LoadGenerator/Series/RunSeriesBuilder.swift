package import Checker
package import Records
package import RunResults

/// Puts a run's series together: from what was sampled while it ran, the faults, and what its
/// clients recorded.
package struct RunSeriesBuilder {
    private let timeline: RunTimeline
    private var buckets: [SeriesBucket] = []
    private var lags: LagSeriesResult?
    private var committedLags: LagSeriesResult?

    package init(timeline: RunTimeline) { self.timeline = timeline }

    /// Notes how the run stood at `now`. Of several samples in a slice the worst counts.
    ///
    /// - Parameters:
    ///   - lagRecords: the lag of the group that lags most; nil without a group.
    ///   - inSyncReplicasMin: the smallest in-sync set of any partition; nil where unknown.
    ///   - leaderlessPartitions: how many partitions nobody leads; nil where unknown.
    package mutating func sample(
        now: Instant, lagRecords: Int?, inSyncReplicasMin: Int?, leaderlessPartitions: Int?
    ) {
        guard let index = bucket(at: now) else { return }
        buckets[index].lagRecords = Self.worst(buckets[index].lagRecords, lagRecords, max)
        buckets[index].inSyncReplicasMin = Self.worst(
            buckets[index].inSyncReplicasMin, inSyncReplicasMin, min)
        buckets[index].leaderlessPartitions = Self.worst(
            buckets[index].leaderlessPartitions, leaderlessPartitions, max)
    }

    /// Notes each group's lag in each partition, as it was at `now`.
    ///
    /// - Parameter committedLags: the same behind what is committed; empty where nothing is.
    package mutating func sample(now: Instant, lags: [[Int]], committedLags: [[Int]] = []) {
        guard !lags.isEmpty, let index = bucket(at: now) else { return }
        Self.note(lags, in: &self.lags, slice: index)
        Self.note(committedLags, in: &self.committedLags, slice: index)
    }

    private static func note(_ lags: [[Int]], in result: inout LagSeriesResult?, slice: Int) {
        guard let partitions = lags.first?.count else { return }
        result = result ?? LagSeriesResult(groups: lags.count, partitions: partitions)
        result?.note(lags, slice: slice)
    }

    /// Notes a fault: `kill broker 1 begins`.
    package mutating func note(_ mark: FaultMark) {
        guard let index = bucket(at: mark.time) else { return }
        let words = [
            mark.fault, mark.target, mark.phase.map { $0 == .begin ? "begins" : "ends" } ?? "",
        ]
        buckets[index].faults.append(words.filter { !$0.isEmpty }.joined(separator: " "))
    }

    /// The series, with what producers and members recorded. Takes O(n) time in their slices.
    package func series(
        producers: [SeriesTrack], members: [SeriesTrack]
    ) -> RunSeries {
        let recorded = (producers + members).compactMap { $0.entries.last?.bucket }.max()
        var buckets = buckets
        while let recorded, buckets.count <= recorded { buckets.append(SeriesBucket()) }
        var publish = SeriesMerge(producers)
        var endToEnd = SeriesMerge(members)
        for index in buckets.indices {
            let sent = publish.take(index)
            buckets[index].ackedRecords = sent.records
            buckets[index].failedAttempts = sent.failedAttempts
            buckets[index].publishP50Microseconds = publish.microseconds(atPercentile: 50)
            buckets[index].publishP99Microseconds = publish.microseconds(atPercentile: 99)
            buckets[index].consumedRecords = endToEnd.take(index).records
            buckets[index].endToEndP99Microseconds = endToEnd.microseconds(atPercentile: 99)
        }
        let measured = (timeline.measureEnd - timeline.measureStart).rawValue
        let width = Int64(RunSeries.bucketMilliseconds) * 1_000_000
        let warmup = min(timeline.warmupBuckets, buckets.count)
        var series = RunSeries(
            warmupBuckets: warmup,
            measuredBuckets: min(buckets.count - warmup, Int((measured + width - 1) / width)),
            buckets: buckets, lags: lags)
        series.committedLags = committedLags
        return series
    }

    /// The slice of an instant, which exists afterwards; nil where no series reaches.
    private mutating func bucket(at now: Instant) -> Int? {
        guard now >= timeline.seriesStart else { return nil }
        let milliseconds = (now - timeline.seriesStart).rawValue / 1_000_000
        let index = Int(milliseconds) / RunSeries.bucketMilliseconds
        guard index < RunSeries.bucketsMax else { return nil }
        while buckets.count <= index { buckets.append(SeriesBucket()) }
        return index
    }

    private static func worst(_ a: Int?, _ b: Int?, _ choose: (Int, Int) -> Int) -> Int? {
        guard let a else { return b }
        return b.map { choose(a, $0) } ?? a
    }
}

/// Walks through the slices of several clients at once.
private struct SeriesMerge {
    private let tracks: [SeriesTrack]
    /// For each track, the first entry that was not taken.
    private var next: [Int]
    /// Of the slice taken last.
    private var counts = [Int](repeating: 0, count: LatencyScale.slotCount)
    private var total = 0

    init(_ tracks: [SeriesTrack]) {
        self.tracks = tracks
        next = [Int](repeating: 0, count: tracks.count)
    }

    /// Takes the slice of a number, which must rise from call to call.
    mutating func take(_ bucket: Int) -> (records: Int, failedAttempts: Int) {
        if total > 0 { for slot in counts.indices { counts[slot] = 0 } }
        total = 0
        var sum = (records: 0, failedAttempts: 0)
        for (index, track) in tracks.enumerated() {
            let place = next[index]
            guard place < track.entries.count, track.entries[place].bucket == bucket else {
                continue
            }
            next[index] = place + 1
            sum.records += track.entries[place].records
            sum.failedAttempts += track.entries[place].failedAttempts
            for (slot, count) in track.latencies(of: place) {
                counts[slot] += count
                total += count
            }
        }
        return sum
    }

    /// Of the slice taken last; nil where it has no record.
    func microseconds(atPercentile percentile: Int) -> Double? {
        guard total > 0 else { return nil }
        var rest = (total * percentile + 99) / 100
        for slot in counts.indices {
            rest -= counts[slot]
            if rest <= 0 { return LatencyScale.microseconds(of: slot) }
        }
        return nil
    }
}
