package import Faults
package import Records

/// A fault on the links between two, the brokers at its ends found.
package struct LinkFault: Hashable, Sendable {
    /// By which it is healed.
    package let number: Int
    package let target: LinkTarget
    package let effect: Effect

    /// What becomes of a message.
    package enum Effect: Hashable, Sendable {
        case cut
        case delay(Nanoseconds)
        case lose(share: Double)
        case duplicate(share: Double)
    }

    package init(number: Int, target: LinkTarget, effect: Effect) {
        self.number = number
        self.target = target
        self.effect = effect
    }

    /// Whether what goes from `key.from` to `key.to` is concerned.
    package func concerns(_ key: Links.Key) -> Bool {
        isBetween(key.from, key.to) || (!target.isOneWay && isBetween(key.to, key.from))
    }

    private func isBetween(_ sender: Endpoint, _ receiver: Endpoint) -> Bool {
        target.from.holds(sender, opposite: target.to)
            && target.to.holds(receiver, opposite: target.from)
    }
}

extension LinkEnd {
    /// Whether the endpoint is at this end of a link whose other end is `opposite`.
    fileprivate func holds(_ endpoint: Endpoint, opposite: LinkEnd) -> Bool {
        switch (self, endpoint) {
        case (.broker(.broker(let id)), .broker(let broker)): id == broker
        case (.brokers, .broker): !opposite.isExactly(endpoint)
        case (.clients, .client): true
        case (.controller, .controller): true
        case (.everyone, _): !opposite.isExactly(endpoint)
        default: false
        }
    }

    /// Whether the endpoint alone is this end.
    private func isExactly(_ endpoint: Endpoint) -> Bool {
        switch (self, endpoint) {
        case (.broker(.broker(let id)), .broker(let broker)): id == broker
        case (.controller, .controller): true
        default: false
        }
    }
}
