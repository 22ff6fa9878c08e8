import Records

/// What is known of one replica by watching: what its log holds, and how far it can be trusted.
struct ReplicaTrack {
    /// The batches of its log, appends under way included.
    var batches: [TrackedBatch] = []
    /// Where the log began when it was opened.
    var start = Offset.zero
    /// The replica after the last step of its broker; nil while the broker is down or has not
    /// opened it.
    var view: ReplicaSight?
    /// Batches before this index were compared with what was committed, up to the high watermark.
    var compared = 0
    /// It has lost written records in a power loss or by rot, and has not caught up since.
    var isDamaged = false
    /// Where batches begin that a bit was flipped in and that are still in the log.
    var rot: [Offset] = []
    /// Of tombstones in a log that is compacted: from when on each may go. Looked up only.
    var horizons: [Offset: Int64] = [:]
    /// Records of a log that is compacted that are known to be gone from it. Looked up only.
    var taken: Set<Offset> = []
    /// Its process ended without closing its logs, and the controller has not heard of it.
    var hasEndedUncleanly = false
    var isRotten: Bool { !rot.isEmpty }

    /// One past the last record.
    var end: Offset { batches.last?.next ?? start }

    /// One past the last record that is written.
    var writtenEnd: Offset { view?.logEnd ?? end }

    /// Where the log begins.
    var writtenStart: Offset { view?.logStart ?? start }

    /// Removes the batches at or beyond `offset`. Answers the removed ones, oldest first.
    mutating func cut(to offset: Offset) -> ArraySlice<TrackedBatch> {
        let kept = place(atOrAfter: offset)
        let removed = batches[kept...]
        batches.removeLast(batches.count - kept)
        compared = min(compared, kept)
        return removed
    }

    /// The index of the first batch that begins at or after the offset.
    func place(atOrAfter offset: Offset) -> Int {
        if let last = batches.last, last.base < offset { return batches.count }
        var low = 0
        var high = batches.count
        while low < high {
            let middle = (low + high) / 2
            if batches[middle].base < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
