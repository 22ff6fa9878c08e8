/// The version order of one partition: its known offsets in rising order, each with the values
/// that it held. A version is a place in that order, so that holes in the offsets do not count.
struct VersionOrder {
    /// A value at an offset.
    struct Entry {
        var offset: Int64
        var send: Int32
        /// The first read of the value here; −1 where only an acknowledgement tells of it.
        var read: Int32
        /// Whether a read of it here was of something that was never sent so.
        var isPhantom: Bool
    }

    /// By offset, then by send.
    private(set) var entries: [Entry] = []
    private(set) var offsets: [Int64] = []
    /// For each version, the last read of its offset that tells a leader epoch; −1 for none.
    private(set) var epochReads: [Int32] = []
    private(set) var highestReadOffset: Int64 = -1
    /// For each version, and behind the last, its first entry.
    private var starts: [Int32] = []

    var count: Int { offsets.count }

    /// The values at a version, at least one.
    func entries(at version: Int) -> ArraySlice<Entry> {
        entries[Int(starts[version])..<Int(starts[version + 1])]
    }

    /// Merges what reads and acknowledgements tell; an acknowledgement has −1 for its read.
    /// Time O(n log n) in `observations`.
    init(_ observations: [Entry], epochs: (Int32) -> Int32) {
        let sorted = observations.sorted {
            ($0.offset, $0.send, $0.read) < ($1.offset, $1.send, $1.read)
        }
        for entry in sorted {
            if offsets.last != entry.offset {
                starts.append(Int32(entries.count))
                offsets.append(entry.offset)
                epochReads.append(-1)
                entries.append(entry)
            } else if entries[entries.count - 1].send == entry.send {
                let last = entries.count - 1
                if entries[last].read < 0 { entries[last].read = entry.read }
                if entry.isPhantom { entries[last].isPhantom = true }
            } else {
                entries.append(entry)
            }
            guard entry.read >= 0 else { continue }
            highestReadOffset = max(highestReadOffset, entry.offset)
            let version = epochReads.count - 1
            if epochs(entry.read) >= 0 {
                epochReads[version] = max(epochReads[version], entry.read)
            }
        }
        starts.append(Int32(entries.count))
    }

    /// The version of an offset that is known. Time O(1) where it is `hint`, else O(log n).
    func version(of offset: Int64, hint: Int) -> Int {
        if offsets.indices.contains(hint), offsets[hint] == offset { return hint }
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
