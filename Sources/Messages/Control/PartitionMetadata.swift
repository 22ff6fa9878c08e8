package import Records

/// Where a client finds a partition.
package struct PartitionMetadata: Hashable, Sendable {
    package var leader: BrokerID
    package var leaderEpoch: LeaderEpoch
    /// Which of the broker's listeners serves the partition. A broker divides its partitions
    /// among its listeners, each with its own connections.
    package var listener: Int

    package init(leader: BrokerID, leaderEpoch: LeaderEpoch, listener: Int) {
        self.leader = leader
        self.leaderEpoch = leaderEpoch
        self.listener = listener
    }
}
