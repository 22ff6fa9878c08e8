import DequeModule
import Records

/// What a producer holds of one partition beside its accumulator.
struct ProducerLane {
    let listener: Int
    /// Index of the connection to its leader.
    var connection = ProducerConnection.nowhere
    var leaderEpoch = LeaderEpoch.initial
    /// Whether the partition is known to exist.
    var isKnown = false
    /// Tickets of the batches that were taken from the accumulator and have no outcome, in the
    /// order in which they were taken.
    var pending: Deque<Int> = []
    /// How many batches were taken from the accumulator.
    var takenCount = 0
    /// Those of `pending` that are to be sent again, next one first.
    var waiting: Deque<Int> = []
    /// Whether the partition has something to send that may not be sent now.
    var isParked = false
    /// When its oldest batch is looked at for the delivery timeout; nil where it has none.
    var deadline: Instant?

    // Of an idempotent producer:
    var identity: ProducerIdentity
    /// The sequence of the next record that is sent for the first time.
    var nextSequence: Int32
    /// Whether a batch of the present epoch was acknowledged: the log knows the producer. Until
    /// then it would take any batch for the first one.
    var isEstablished = false
    /// Whether a batch ended without being appended for sure, so that the next one begins an
    /// epoch.
    var needsNewEpoch = false
    /// Whether it is open if such a batch was appended.
    var isUnresolved = false

    /// Whether a request carries one of its batches.
    var isUnderWay: Bool { pending.count > waiting.count }

    mutating func removePending(_ ticket: Int) {
        if pending.first == ticket {
            pending.removeFirst()
        } else {
            pending.removeAll { $0 == ticket }
        }
    }
}
