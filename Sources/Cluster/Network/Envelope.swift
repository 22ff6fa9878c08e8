package import Messages
package import Records

/// Who sends or receives messages.
package enum Endpoint: Hashable {
    case broker(BrokerID)
    case client(ClientID)
    /// The controller of a shard's partitions.
    case controller
}

/// A message on its way.
package struct Envelope {
    package let payload: Payload
    /// When it is to be handled; the past where nothing delays it.
    package var arrival: Instant
    /// The broker that sent it; nil where none did.
    var sender: BrokerID?

    package enum Payload {
        case toBroker(BrokerID, BrokerMessage)
        case toClient(ClientID, ClientMessage)
        case toController(ControllerMessage)
        /// For the shard itself; apart, since it would be the largest.
        indirect case fault(FaultStep)
    }

    package init(payload: Payload, arrival: Instant = Instant(Int64.min)) {
        self.payload = payload
        self.arrival = arrival
    }
}

extension Envelope.Payload {
    /// Whom it is for; nil where no link carries it.
    var receiver: Endpoint? {
        switch self {
        case .toBroker(let id, _): .broker(id)
        case .toClient(let id, _): .client(id)
        case .toController: .controller
        case .fault: nil
        }
    }

    /// Whether it tells of a connection that broke, which no broker sends.
    var isDisconnection: Bool {
        if case .toClient(_, .disconnected) = self { true } else { false }
    }

    /// The message once more, for a link that delivers it twice; nil for what no link carries.
    /// Buffers have one owner: the second message has its own.
    var copy: Envelope.Payload? {
        switch self {
        case .toBroker(let id, .produce(let request)):
            return .toBroker(id, .produce(request.copy()))
        case .toBroker(let id, .fetch(var request)):
            request.spent = nil
            return .toBroker(id, .fetch(request))
        case .toBroker(let id, .fetched(let response)):
            return .toBroker(id, .fetched(response.copy()))
        case .toClient(let id, .produced(let request)):
            return .toClient(id, .produced(request.copy()))
        case .toClient(let id, .fetched(let response)):
            return .toClient(id, .fetched(response.copy()))
        case .toClient(_, .disconnected), .fault: return nil
        case .toBroker, .toController, .toClient: return self
        }
    }
}

extension FetchResponse {
    fileprivate func copy() -> FetchResponse {
        var result = self
        result.batches = batches.map { batches in
            let copy = BatchBuffer(capacity: max(batches.count, 1))
            copy.base.copyMemory(from: batches.base + batches.start, byteCount: batches.count)
            copy.end = batches.count
            return copy
        }
        return result
    }
}

/// An envelope that waits for its time. Ordered by time, then by the order of sending.
struct DelayedEnvelope: Comparable {
    let envelope: Envelope
    let order: UInt64

    static func < (a: DelayedEnvelope, b: DelayedEnvelope) -> Bool {
        a.envelope.arrival == b.envelope.arrival
            ? a.order < b.order : a.envelope.arrival < b.envelope.arrival
    }

    static func == (a: DelayedEnvelope, b: DelayedEnvelope) -> Bool {
        a.envelope.arrival == b.envelope.arrival && a.order == b.order
    }
}
