import Records
import RunResults

/// What one client did in each slice of 100 ms of a run.
///
/// Told once for each batch of records that end at one instant, and once for each run of equal
/// latencies among them: a few nanoseconds each. Memory grows with the slices in which something
/// happened, by 4 bytes for each of its latencies that differ. For one thread at a time.
struct SeriesRecorder: ~Copyable {
    private let origin: Int64
    /// The slice that is open; below 0 none is counted.
    private var bucket: Int32 = -1
    private var bucketEnd: Int64
    private var records = 0
    private var failedAttempts = 0
    /// For each slot of `LatencyScale`, records of the open slice.
    private let counts: UnsafeMutablePointer<UInt32>
    /// The slots between which counts are above 0.
    private var lowest = LatencyScale.slotCount
    private var highest = -1
    private var closed = SeriesTrack()
    private static let bucketNanoseconds = Int64(RunSeries.bucketMilliseconds) * 1_000_000

    /// A recorder that counts from the start of the series on, within the warm-up.
    init(timeline: RunTimeline) {
        origin = timeline.seriesStart.rawValue
        bucketEnd = origin
        counts = .allocate(capacity: LatencyScale.slotCount)
        counts.initialize(repeating: 0, count: LatencyScale.slotCount)
    }

    deinit { counts.deallocate() }

    /// What follows happens at `now`, which never goes back.
    mutating func advance(to now: Instant) {
        if now.rawValue >= bucketEnd { open(at: now.rawValue) }
    }

    /// `count` records came to their end.
    mutating func add(records count: Int) { records &+= count }

    /// An attempt failed.
    mutating func addFailedAttempt() { failedAttempts &+= 1 }

    /// `count` of the records took `latency`.
    mutating func add(_ latency: Nanoseconds, count: Int) {
        let slot = LatencyScale.slot(of: latency)
        counts[slot] = counts[slot] &+ UInt32(truncatingIfNeeded: count)
        lowest = min(lowest, slot)
        highest = max(highest, slot)
    }

    /// All slices so far.
    var track: SeriesTrack {
        var track = closed
        if bucket >= 0 { append(to: &track) }
        return track
    }

    private mutating func open(at now: Int64) {
        if bucket >= 0 {
            var track = SeriesTrack()
            swap(&track, &closed)
            append(to: &track)
            swap(&track, &closed)
        }
        if lowest <= highest {
            (counts + lowest).update(repeating: 0, count: highest - lowest + 1)
        }
        lowest = LatencyScale.slotCount
        highest = -1
        records = 0
        failedAttempts = 0
        let index = (now - origin) / Self.bucketNanoseconds
        if index < Int64(RunSeries.bucketsMax) {
            bucket = Int32(index)
            bucketEnd = origin + (index + 1) * Self.bucketNanoseconds
        } else {
            bucket = -1
            bucketEnd = .max
        }
    }

    private func append(to track: inout SeriesTrack) {
        track.append(bucket: Int(bucket), records: records, failedAttempts: failedAttempts)
        guard lowest <= highest else { return }
        for slot in lowest...highest where counts[slot] > 0 {
            track.append(slot: slot, count: counts[slot])
        }
    }
}
