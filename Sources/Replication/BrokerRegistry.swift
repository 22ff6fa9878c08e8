package import Records

/// The controller's list of brokers: which of them live, and in which incarnation.
///
/// Each registration gives the broker a broker epoch, larger than any before. Whatever a leader
/// asks for on behalf of a follower names the epoch that it knows the follower by; a follower
/// that has restarted since has another one, and may have lost what it had.
package struct BrokerRegistry: Hashable, Sendable {
    private var epochs: [Int64]
    private var isLive: [Bool]
    private var lastEpoch: Int64 = 0

    /// - Parameter brokers: the cluster's brokers, all alive, each in its first incarnation: epoch
    ///   0.
    package init(brokers: Int) {
        epochs = Array(repeating: 0, count: brokers)
        isLive = Array(repeating: true, count: brokers)
    }

    /// Takes a broker that has started, and answers the broker epoch that it is known by from now
    /// on.
    package mutating func register(_ broker: BrokerID) -> Int64 {
        lastEpoch += 1
        epochs[broker.index] = lastEpoch
        isLive[broker.index] = true
        return lastEpoch
    }

    /// Takes a broker for dead: it neither leads nor joins an in-sync set until it registers
    /// or is heard again.
    package mutating func fence(_ broker: BrokerID) { isLive[broker.index] = false }

    /// Takes a broker for alive again in the incarnation that it had: it was only not heard.
    package mutating func unfence(_ broker: BrokerID) { isLive[broker.index] = true }

    /// Whether the broker lives and is known by `epoch`.
    package func isCurrent(_ broker: BrokerID, epoch: Int64) -> Bool {
        isLive(broker) && epochs[broker.index] == epoch
    }

    package func isLive(_ broker: BrokerID) -> Bool {
        isLive.indices.contains(broker.index) && isLive[broker.index]
    }

    /// The epoch that the broker is known by.
    package func epoch(of broker: BrokerID) -> Int64 { epochs[broker.index] }

    /// The brokers that live, in order.
    package var live: [BrokerID] {
        isLive.indices.filter { isLive[$0] }.map { BrokerID($0) }
    }
}
