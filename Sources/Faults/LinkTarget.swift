/// The links between two.
package struct LinkTarget: Hashable, Sendable, Codable {
    package var from: LinkEnd
    package var to: LinkEnd
    /// Whether only what goes from `from` to `to` is concerned.
    package var isOneWay: Bool

    package init(from: LinkEnd, to: LinkEnd, isOneWay: Bool = false) {
        self.from = from
        self.to = to
        self.isOneWay = isOneWay
    }
}

/// One end of a link.
package enum LinkEnd: Hashable, Sendable, Codable {
    case broker(BrokerTarget)
    /// Every broker, apart from the one at the other end.
    case brokers
    /// Every producer and consumer.
    case clients
    case controller
    /// All of them, apart from the one at the other end.
    case everyone
}
