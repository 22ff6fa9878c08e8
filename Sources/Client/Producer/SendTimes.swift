public import Records

/// When the records of one batch were meant to be sent, in the order of the records: runs of
/// equal times, so that records sent together cost one entry.
public final class SendTimes {
    /// A time and how many records in a row share it.
    public struct Run: Hashable, Sendable {
        public var time: Instant
        public var count: Int32

        @inlinable init(time: Instant, count: Int32) {
            self.time = time
            self.count = count
        }
    }

    /// The runs themselves, where appending goes through no object.
    public struct List {
        @usableFromInline var runs: UnsafeMutablePointer<Run>
        @usableFromInline var count = 0
        @usableFromInline var capacity = 64

        init() { runs = .allocate(capacity: capacity) }

        /// Notes one more record. Amortised O(1).
        @inlinable @inline(__always)
        public mutating func append(_ time: Instant) {
            if count > 0, runs[count &- 1].time == time {
                runs[count &- 1].count &+= 1
                return
            }
            if count == capacity { grow() }
            (runs + count).initialize(to: Run(time: time, count: 1))
            count &+= 1
        }

        @usableFromInline mutating func grow() {
            let larger = UnsafeMutablePointer<Run>.allocate(capacity: capacity * 2)
            larger.moveInitialize(from: runs, count: count)
            runs.deallocate()
            runs = larger
            capacity *= 2
        }
    }

    /// Valid while this object lives.
    let list: UnsafeMutablePointer<List>

    init() {
        list = .allocate(capacity: 1)
        list.initialize(to: List())
    }

    deinit {
        list.pointee.runs.deallocate()
        list.deallocate()
    }

    /// Empties the list; its memory is kept for the next batch.
    func reset() { list.pointee.count = 0 }

    /// Calls `body` with each run's time and how many records share it.
    package func forEach(_ body: (Instant, Int) -> Void) {
        for index in 0..<list.pointee.count {
            let run = list.pointee.runs[index]
            body(run.time, Int(run.count))
        }
    }
}
