package import Records

/// Which leader epoch wrote which part of a log: for each epoch the offset of its first record.
///
/// Source: KIP-101 and Kafka's `LeaderEpochFileCache`. Invariant: entries rise strictly in both
/// fields. An epoch's end is the next one's start, or the log's end for the latest.
package struct LeaderEpochCache: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let epoch: LeaderEpoch
        /// The offset of the epoch's first record, or where it will be.
        package let start: Offset

        package init(epoch: LeaderEpoch, start: Offset) {
            self.epoch = epoch
            self.start = start
        }
    }

    /// Oldest first.
    package private(set) var entries: [Entry] = []

    package init() {}

    /// A cache of these entries, or nil where they do not rise strictly in both fields.
    package init?(_ entries: [Entry]) {
        for (earlier, later) in zip(entries, entries.dropFirst()) {
            guard earlier.epoch < later.epoch, earlier.start < later.start else { return nil }
        }
        self.entries = entries
    }

    /// The epoch that began last, with or without a record.
    package var latest: Entry? { entries.last }

    /// Notes that what is appended from `start` on belongs to `epoch`.
    ///
    /// The epoch that is the latest already stays as it is. An entry that the new one contradicts
    /// goes: an epoch that began here and never got a record.
    package mutating func assign(_ epoch: LeaderEpoch, startingAt start: Offset) {
        while let last = entries.last, last.epoch > epoch || last.start > start {
            entries.removeLast()
        }
        guard entries.last?.epoch != epoch else { return }
        if entries.last?.start == start { entries.removeLast() }
        entries.append(Entry(epoch: epoch, start: start))
    }

    /// The largest epoch that is not later than `requested`, and where it ends.
    ///
    /// Where all that is known is later, the records of `requested` have been deleted: it ends
    /// where the first known epoch starts. O(log entries).
    /// - Returns: nil where `requested` is later than every known epoch.
    package func endOffset(for requested: LeaderEpoch, logEnd: Offset) -> EpochEnd? {
        let later = firstIndex { $0.epoch > requested }
        guard later < entries.count else {
            guard let last = entries.last, last.epoch == requested else { return nil }
            return EpochEnd(epoch: requested, endOffset: logEnd)
        }
        let epoch = later == 0 ? requested : entries[later - 1].epoch
        return EpochEnd(epoch: epoch, endOffset: entries[later].start)
    }

    /// Forgets the epochs that begin at or after `end`, where the log was cut.
    package mutating func truncateFromEnd(_ end: Offset) {
        while let last = entries.last, last.start >= end { entries.removeLast() }
    }

    /// Forgets the epochs that end at or before `start`, where the log now begins; the one that
    /// holds `start` begins there.
    package mutating func truncateFromStart(_ start: Offset) {
        let later = firstIndex { $0.start > start }
        guard later > 0 else { return }
        let epoch = entries[later - 1].epoch
        entries.replaceSubrange(..<later, with: [Entry(epoch: epoch, start: start)])
    }

    private func firstIndex(where isBeyond: (Entry) -> Bool) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(entries[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
