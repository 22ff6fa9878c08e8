package import Records

/// A broker that has started again makes itself known to the controller. It is sent until it is
/// answered; the same incarnation is registered once.
package struct BrokerRegistration: Hashable, Sendable {
    package var broker: BrokerID
    /// Rises with each start of the broker, from 0, under which every broker is registered from
    /// the beginning.
    package var incarnation: Int64
    /// Whether the broker closed all its logs when it ended last. After an unclean end it may
    /// lack what it had (KIP-966).
    package var isClean: Bool

    package init(broker: BrokerID, incarnation: Int64, isClean: Bool) {
        self.broker = broker
        self.incarnation = incarnation
        self.isClean = isClean
    }
}

/// The controller's answer to a registration.
package struct BrokerRegistered: Hashable, Sendable {
    package var incarnation: Int64
    /// What the broker is known by from now on; larger than any before.
    package var brokerEpoch: Int64

    package init(incarnation: Int64, brokerEpoch: Int64) {
        self.incarnation = incarnation
        self.brokerEpoch = brokerEpoch
    }
}
