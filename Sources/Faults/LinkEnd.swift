package import Records

/// One end of a link. Nobody has a link to themselves, so an end that stands for several means
/// all of them apart from the one at the other end.
package enum LinkEnd: Hashable, Sendable, Codable {
    case broker(BrokerTarget)
    /// Every replica of the partition that does not lead it.
    case followers(PartitionIndex)
    case brokers
    /// Every producer and consumer.
    case clients
    case controller
    /// Brokers, clients and the controller.
    case everyone

    /// As a workload file writes it: `leader`, `2`, `followers`, `everyone`.
    package var word: String {
        switch self {
        case .broker(let target): target.word
        case .followers: "followers"
        case .brokers: "brokers"
        case .clients: "clients"
        case .controller: "controller"
        case .everyone: "everyone"
        }
    }

    /// The partition that the end is found by.
    package var partition: PartitionIndex? {
        switch self {
        case .broker(let target): target.partition
        case .followers(let partition): partition
        case .brokers, .clients, .controller, .everyone: nil
        }
    }
}
