import Messages
import Records

/// Which shard serves what. Completed before the cluster starts and never changed after, so that
/// any thread may read it then.
final class ShardDirectory: @unchecked Sendable {
    let shardCount: Int
    /// By client number.
    private(set) var shardOfClient: [Int] = []
    /// In the order in which they were added.
    private(set) var producers: [ClientID] = []
    /// Members of groups, in the order in which they were added.
    private(set) var consumers: [ClientID] = []
    /// How many partitions the topic began with.
    let initialPartitions: Int
    /// How many partitions the offsets topic has.
    private let offsetsPartitions: Int
    /// How partitions are divided among the shards.
    private let division: ListenerDivision

    init(shardCount: Int, initialPartitions: Int, offsetsPartitions: Int = 0) {
        self.offsetsPartitions = offsetsPartitions
        self.shardCount = shardCount
        division = ListenerDivision(listeners: shardCount)
        self.initialPartitions = initialPartitions
    }

    /// Adds a producer, which lives in `shard` modulo the number of shards.
    func addProducer(shard: Int) -> ClientID {
        let id = addClient(shard: shard)
        producers.append(id)
        return id
    }

    /// Adds a consumer, which lives in `shard` modulo the number of shards.
    func addConsumer(shard: Int) -> ClientID {
        let id = addClient(shard: shard)
        consumers.append(id)
        return id
    }

    private func addClient(shard: Int) -> ClientID {
        shardOfClient.append(shard % shardCount)
        return ClientID(shardOfClient.count - 1)
    }

    /// The shard of all replicas of a partition, which is its listener's number.
    func shard(of partition: TopicPartition) -> Int {
        division.listener(
            of: partition.partition,
            initialPartitions: partition.topic == .load ? initialPartitions : offsetsPartitions)
    }

    /// The partition of the offsets topic whose leader coordinates a group.
    func offsetsPartition(of group: GroupID) -> TopicPartition {
        TopicPartition(topic: .offsets, partition: group.partition(of: offsetsPartitions))
    }

    /// Where a partition is whose leader is not known: older than whatever is heard of it.
    func unknownLeader(of partition: TopicPartition) -> PartitionMetadata {
        PartitionMetadata(
            leader: BrokerID(0), leaderEpoch: LeaderEpoch(-1), listener: shard(of: partition))
    }
}

/// Which of the partitions that are added to the topic a group's member reads.
struct MemberShare {
    let member: Int
    let members: Int

    func holds(_ partition: Int) -> Bool { partition % members == member }
}
