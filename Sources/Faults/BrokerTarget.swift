package import Records

/// Which broker a fault strikes, found when it strikes.
package enum BrokerTarget: Hashable, Sendable, Codable {
    case broker(BrokerID)
    /// Whoever leads the partition.
    case leader(PartitionIndex)
    /// The first in-sync replica of the partition that does not lead, else any other replica.
    case follower(PartitionIndex)
}
