/// A member of an in-sync set as its leader knows it.
package struct InSyncMember: Hashable, Sendable {
    package let broker: BrokerID
    /// The epoch in the broker's last fetch, or the leader's own.
    package let brokerEpoch: Int64

    package init(broker: BrokerID, brokerEpoch: Int64) {
        self.broker = broker
        self.brokerEpoch = brokerEpoch
    }
}
