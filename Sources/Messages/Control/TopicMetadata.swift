package import Records

/// Where the partitions of a topic are, as far as one controller knows them.
package struct TopicMetadata: Hashable, Sendable {
    package var topic: TopicID
    /// Whose controller answers: the listener that serves these partitions.
    package var listener: Int
    /// Partitions that nobody leads are among them, without a leader.
    package var partitions: [Partition]

    package struct Partition: Hashable, Sendable {
        package var partition: PartitionIndex
        /// Nil while nobody may lead.
        package var leader: BrokerID?
        package var leaderEpoch: LeaderEpoch

        package init(partition: PartitionIndex, leader: BrokerID?, leaderEpoch: LeaderEpoch) {
            self.partition = partition
            self.leader = leader
            self.leaderEpoch = leaderEpoch
        }
    }

    package init(topic: TopicID, partitions: [Partition], listener: Int = 0) {
        self.topic = topic
        self.listener = listener
        self.partitions = partitions
    }
}
