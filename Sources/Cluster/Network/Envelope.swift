import Brokers
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

    package enum Payload {
        case toBroker(BrokerID, BrokerMessage)
        case toClient(ClientID, ClientMessage)
        case toController(ControllerMessage)
        /// For the shard itself: the broker handles nothing until then.
        case pause(BrokerID, until: Instant)
    }

    package init(payload: Payload, arrival: Instant) {
        self.payload = payload
        self.arrival = arrival
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
