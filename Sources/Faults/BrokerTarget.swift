package import Records

/// Which broker a fault strikes, found when it strikes.
package enum BrokerTarget: Hashable, Sendable, Codable {
    case broker(BrokerID)
    /// Whoever leads the partition.
    case leader(PartitionIndex)
    /// The first in-sync replica of the partition that does not lead, else any other replica.
    case follower(PartitionIndex)

    /// As a workload file writes it: `leader`, `follower` or the broker's number.
    package var word: String {
        switch self {
        case .broker(let id): "\(id.rawValue)"
        case .leader: "leader"
        case .follower: "follower"
        }
    }

    /// The partition that the broker is found by; nil for a number.
    package var partition: PartitionIndex? {
        switch self {
        case .broker: nil
        case .leader(let partition), .follower(let partition): partition
        }
    }
}
