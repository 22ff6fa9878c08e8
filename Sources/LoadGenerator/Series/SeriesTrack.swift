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
    /// In each the slot above `countBits` bits of count. They are most of what a long run's series
    /// takes: 4 bytes for each latency of a slice that differs from the others.
    private var slots: [UInt32] = []
    private static let countBits: UInt32 = 21
    private static let countMax: UInt32 = 1 << countBits - 1

    mutating func append(bucket: Int, records: Int, failedAttempts: Int) {
        entries.append(
            Entry(
                bucket: bucket, records: records, failedAttempts: failedAttempts,
                firstSlot: slots.count))
    }

    /// A slot of `LatencyScale`, and the records in it.
    mutating func append(slot: Int, count: UInt32) {
        var rest = count
        while rest > 0 {
            let part = min(rest, Self.countMax)
            slots.append(UInt32(truncatingIfNeeded: slot) << Self.countBits | part)
            rest -= part
        }
    }

    /// The latencies of the entry number `index`: slots of `LatencyScale` and counts. A slot of
    /// very many records comes several times.
    func latencies(of index: Int) -> some Sequence<(slot: Int, count: Int)> {
        let end = index + 1 < entries.count ? entries[index + 1].firstSlot : slots.count
        return slots[entries[index].firstSlot..<end].lazy.map {
            (Int($0 >> Self.countBits), Int($0 & Self.countMax))
        }
    }
}
