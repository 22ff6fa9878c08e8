import DequeModule
import Records

/// A producer's connection to one listener of one broker.
struct ProducerConnection {
    /// Nil for the place where partitions wait that nobody leads, from which nothing is sent.
    let broker: BrokerID?
    let listener: Int
    /// Requests without an answer, oldest first.
    var underWay: Deque<SentRequest> = []
    /// Partitions that have something to send, in the order in which they are served.
    var queued: Deque<Int> = []
    /// Open batches in the order in which they were opened, which is that of their linger's end;
    /// some have become full and gone since.
    var lingering: Deque<OpenedBatch> = []
    /// How often in a row the connection broke.
    var failures = 0
    /// From when it may be used, after it broke.
    var readyAt = Instant(Int64.min)

    /// The place without a broker.
    static let nowhere = 0

    init(broker: BrokerID?, listener: Int) {
        self.broker = broker
        self.listener = listener
    }

    var hasSomethingToSend: Bool { !queued.isEmpty || !lingering.isEmpty }
}

/// What is kept of a request while the broker has it.
struct SentRequest {
    let number: UInt64
    /// When the answer is given up.
    let deadline: Instant
    /// The batches in it.
    var tickets: [Int]
}
