package import Records

/// One line of a history after its header, in the order in which things happened.
package enum HistoryEvent: Hashable, Sendable {
    case invoke(SendInvocation)
    case complete(SendCompletion)
    case poll(PollResult)
    case assignment(AssignmentChange)
    case fault(FaultMark)
    /// The recorder stopped here because the history had reached its bound; nothing follows.
    case truncated(time: Instant)

    /// Nanoseconds on one clock that never goes back.
    package var time: Instant {
        switch self {
        case .invoke(let invocation): invocation.time
        case .complete(let completion): completion.time
        case .poll(let poll): poll.time
        case .assignment(let change): change.time
        case .fault(let mark): mark.time
        case .truncated(let time): time
        }
    }
}

/// A record is handed to its producer.
package struct SendInvocation: Hashable, Sendable {
    package var time: Instant
    package var value: HistoryValue
    package var partition: PartitionIndex
    /// Whose order matters, with its place in that order; nil where no order was asked for.
    package var key: HistoryKey?
    /// The id that the cluster gave the producer, where one is known.
    package var producerID: Int64?
    package var producerEpoch: Int32?

    package init(
        time: Instant, value: HistoryValue, partition: PartitionIndex, key: HistoryKey? = nil,
        producerID: Int64? = nil, producerEpoch: Int32? = nil
    ) {
        self.time = time
        self.value = value
        self.partition = partition
        self.key = key
        self.producerID = producerID
        self.producerEpoch = producerEpoch
    }
}

/// A key and a place in its order. Sequences of one key rise from send to send; holes are
/// allowed.
package struct HistoryKey: Hashable, Sendable {
    package var name: String
    package var sequence: Int64

    package init(_ name: String, _ sequence: Int64) {
        self.name = name
        self.sequence = sequence
    }
}

/// A producer learns, or gives up learning, what became of a send.
package struct SendCompletion: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// Acknowledged as `acks` asks for.
        case ok
        /// Certainly not appended.
        case fail
        /// Unknown: perhaps appended.
        case info
    }

    package var time: Instant
    package var value: HistoryValue
    package var outcome: Outcome
    /// Where the record was appended; only of an `ok`.
    package var offset: Offset?
    /// Kafka's number of the error, where there was one.
    package var errorCode: Int32?

    package init(
        time: Instant, value: HistoryValue, outcome: Outcome, offset: Offset? = nil,
        errorCode: Int32? = nil
    ) {
        self.time = time
        self.value = value
        self.outcome = outcome
        self.offset = offset
        self.errorCode = errorCode
    }
}

/// Something was done to the system: a crash, a cut link, a leader moved by an operator.
package struct FaultMark: Hashable, Sendable {
    package enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
        case begin, end
    }

    package var time: Instant
    /// Its name. `power-loss`, `wiped-disk` and `bit-rot` are known to lose a replica's data.
    package var fault: String
    /// What was struck: a broker, a link, a client; empty where the name says it all.
    package var target: String
    /// nil for what has no duration.
    package var phase: Phase?

    package init(time: Instant, fault: String, target: String = "", phase: Phase? = nil) {
        self.time = time
        self.fault = fault
        self.target = target
        self.phase = phase
    }
}
