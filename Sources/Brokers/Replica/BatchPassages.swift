import DequeModule
import Messages
import Records

/// When batches passed the stages, as their leader keeps it: of one in so many of the batches that
/// it appended, the latest ones.
struct BatchPassages {
    private struct Entry {
        var passage: BatchPassage
        let nextOffset: Offset
    }

    /// By offset, ascending.
    private var entries: Deque<Entry> = []
    /// Entries before these are written, or committed.
    private var written = 0
    private var committed = 0
    /// One in so many batches is kept.
    private let interval: Int
    private var appended = 0
    /// Readers that lag further behind learn nothing of what they read.
    private static let countMax = 4096
    /// What one answer carries at most.
    private static let attachedMax = 64

    init(every interval: Int) {
        self.interval = interval
    }

    /// The leader has given the batch its place.
    mutating func append(
        from base: Offset, to next: Offset, sentAt: Instant, now: Instant
    ) {
        appended += 1
        guard appended.isMultiple(of: interval) else { return }
        if entries.count == Self.countMax {
            entries.removeFirst()
            written = max(0, written - 1)
            committed = max(0, committed - 1)
        }
        let passage = BatchPassage(baseOffset: base, sentAt: min(sentAt, now), arrivedAt: now)
        entries.append(Entry(passage: passage, nextOffset: next))
    }

    /// The log is written up to `end`.
    mutating func write(to end: Offset, now: Instant) {
        while written < entries.count, entries[written].nextOffset <= end {
            entries[written].passage.writtenAt = now
            written += 1
        }
    }

    /// Consumers may read up to `highWatermark`.
    mutating func commit(to highWatermark: Offset, now: Instant) {
        while committed < written, entries[committed].nextOffset <= highWatermark {
            entries[committed].passage.committedAt = now
            committed += 1
        }
    }

    /// Tells the reader of what begins at `offset`. O(log entries) and what is told.
    func attach(to buffer: BatchBuffer, from offset: Offset) {
        var low = 0
        var high = committed
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].nextOffset <= offset { low = middle + 1 } else { high = middle }
        }
        // No more batches than bytes of their headers.
        let count = min(
            committed - low, Self.attachedMax, buffer.count / BatchLayout.records)
        for index in low..<(low + count) { buffer.passages.append(entries[index].passage) }
    }
}
