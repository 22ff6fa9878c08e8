/// What one client did in those slices of a run in which it did something.
package struct SeriesTrack: Sendable {
    /// One slice; its latencies lie between its `firstSlot` and that of the next.
    struct Entry {
        var bucket: Int
        var records: Int
        var failedAttempts: Int
        var firstSlot: Int
    }

    private(set) var entries: [Entry] = []
    private var slots: [(slot: UInt16, count: UInt32)] = []

    mutating func append(bucket: Int, records: Int, failedAttempts: Int) {
        entries.append(
            Entry(
                bucket: bucket, records: records, failedAttempts: failedAttempts,
                firstSlot: slots.count))
    }

    mutating func append(slot: Int, count: UInt32) {
        slots.append((UInt16(truncatingIfNeeded: slot), count))
    }

    /// The latencies of the entry number `index`: slots of `LatencyScale` and counts.
    func latencies(of index: Int) -> ArraySlice<(slot: UInt16, count: UInt32)> {
        let end = index + 1 < entries.count ? entries[index + 1].firstSlot : slots.count
        return slots[entries[index].firstSlot..<end]
    }
}
