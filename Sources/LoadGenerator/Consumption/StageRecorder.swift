import Records
import RunResults

/// Takes the ways of batches apart, for one member.
struct StageRecorder {
    private(set) var latencies = StageLatencies()
    private var passage: BatchPassage?
    private var fetchedAt = Instant(0)
    /// Records of the batch at hand that count.
    private var records = 0

    var isActive: Bool { passage != nil }

    /// Another batch is at hand; nothing is known of its way where `passage` is nil.
    mutating func begin(_ passage: BatchPassage?, fetchedAt: Instant) {
        finish()
        self.passage = passage
        self.fetchedAt = fetchedAt
    }

    /// So many records of it with the same intended time were processed.
    mutating func note(intended: Instant, done: Instant, count: Int) {
        guard let passage else { return }
        records += count
        latencies[.accumulate].record(passage.sentAt - intended, count: count)
        latencies[.process].record(done - fetchedAt, count: count)
        latencies.total.record(done - intended, count: count)
    }

    /// What all records of the batch share goes into the histograms once.
    mutating func finish() {
        defer { passage = nil }
        guard let passage, records > 0 else { return }
        latencies[.queue].record(passage.arrivedAt - passage.sentAt, count: records)
        latencies[.append].record(passage.writtenAt - passage.arrivedAt, count: records)
        latencies[.replicate].record(passage.committedAt - passage.writtenAt, count: records)
        latencies[.fetch].record(fetchedAt - passage.committedAt, count: records)
        records = 0
    }
}
