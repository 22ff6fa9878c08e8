/// How a group's leader divides the partitions, by Kafka's names for it.
package enum AssignorName: String, Hashable, Sendable, Codable, CaseIterable {
    /// Contiguous runs of each topic.
    case range
    /// One partition after the other over all members.
    case roundRobin = "roundrobin"
    /// As balanced as can be, and of what was owned before as much kept as can be.
    case sticky
    /// The same, with a partition that moves given up in one rebalance and given out in the next,
    /// so that members keep reading what stays (KIP-429).
    case cooperativeSticky = "cooperative-sticky"

    /// Whether members go on reading what they own while the group rebalances.
    package var isCooperative: Bool { self == .cooperativeSticky }

    /// Whether the assignor looks at what members owned before.
    package var looksAtOwned: Bool { self == .sticky || self == .cooperativeSticky }
}
