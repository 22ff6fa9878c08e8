public import Records

/// When the records of one batch were meant to be sent, in the order of the records: runs of
/// equal times, so that records sent together cost one entry.
public final class SendTimes {
    public struct Run: Hashable, Sendable {
        public var time: Instant
        public var count: Int32

        @inlinable init(time: Instant, count: Int32) {
            self.time = time
            self.count = count
        }
    }

    public private(set) var runs: UnsafeMutableBufferPointer<Run>
    /// Entries of `runs` that are in use.
    public var count = 0

    init() { runs = .allocate(capacity: 64) }

    deinit { runs.deallocate() }

    /// Notes one more record. Amortised O(1); memory is kept for the next batch.
    @inlinable public func append(_ time: Instant) {
        if count > 0, runs[count - 1].time == time {
            runs[count - 1].count &+= 1
            return
        }
        if count == runs.count { grow() }
        runs.initializeElement(at: count, to: Run(time: time, count: 1))
        count &+= 1
    }

    public func grow() {
        let larger = UnsafeMutableBufferPointer<Run>.allocate(capacity: runs.count * 2)
        _ = larger.moveInitialize(fromContentsOf: runs)
        runs.deallocate()
        runs = larger
    }

    /// Calls `body` with each run's time and how many records share it.
    @inlinable public func forEach(_ body: (Instant, Int) -> Void) {
        for index in 0..<count { body(runs[index].time, Int(runs[index].count)) }
    }
}
