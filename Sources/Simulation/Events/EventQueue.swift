import HeapModule
import Records

/// What is to happen, and when. Events of one instant happen in the order in which they were
/// scheduled, so that the same run has the same order.
struct EventQueue {
    struct Event: Comparable {
        let time: Instant
        let order: UInt64
        let what: What

        static func < (a: Event, b: Event) -> Bool {
            a.time == b.time ? a.order < b.order : a.time < b.time
        }

        static func == (a: Event, b: Event) -> Bool { a.order == b.order }
    }

    enum What: Hashable {
        /// A link's next parcel arrives.
        case arrival(from: Int16, to: Int16)
        /// A node goes on with what waits for it.
        case wake(node: Int32)
        /// The disk of a broker's process has performed its next operation.
        case disk(broker: Int32, process: Int32)
        case faultBegins(Int32)
        case faultEnds(Int32)
        /// A killed broker starts.
        case start(broker: Int32, process: Int32)
        /// Brokers are to be told what consumers still need.
        case retentionFloors
        /// A controlled shutdown has taken too long.
        case shutdownTimeout(broker: Int32, process: Int32)
    }

    private var heap = Heap<Event>()
    private var scheduled: UInt64 = 0

    /// When the next event is due; nil where there is none.
    var nextTime: Instant? { heap.min?.time }

    mutating func schedule(_ what: What, at time: Instant) {
        scheduled += 1
        heap.insert(Event(time: time, order: scheduled, what: what))
    }

    /// Takes the next event out, if it is due by `end`.
    mutating func next(until end: Instant) -> Event? {
        guard let first = heap.min, first.time <= end else { return nil }
        return heap.removeMin()
    }
}
