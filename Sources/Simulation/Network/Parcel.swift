import Messages
import Records

/// A message on a link.
struct Parcel {
    let message: Message
    let arrival: Instant
    /// Which process of the receiver it was sent to, whose end it does not outlive; nil where none
    /// ran.
    let process: Int32?

    enum Message {
        case toBroker(BrokerMessage)
        case toController(ControllerMessage)
        case toClient(ClientMessage)
    }
}

extension Parcel.Message {
    /// Whether it is a producer's request.
    var isProduce: Bool {
        if case .toBroker(.produce) = self { true } else { false }
    }

    /// Bytes that a link is charged for, apart from the framing.
    var payloadBytes: Int {
        switch self {
        case .toBroker(let message): message.payloadBytes
        case .toController: 0
        case .toClient(let message): message.payloadBytes
        }
    }
}
