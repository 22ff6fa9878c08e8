import Messages
import Records

/// Which shard serves what. Completed before the cluster starts and never changed after, so that
/// any thread may read it then.
final class ShardDirectory: @unchecked Sendable {
    let shardCount: Int
    /// By client number.
    private(set) var shardOfClient: [Int] = []
    /// How many partitions each topic began with, by topic number.
    private let partitionCounts: [Int]
    /// How partitions are divided among the shards.
    let division: ListenerDivision

    init(shardCount: Int, partitionCounts: [Int]) {
        self.shardCount = shardCount
        division = ListenerDivision(listeners: shardCount)
        self.partitionCounts = partitionCounts
    }

    /// Adds a client, which lives in `shard` modulo the number of shards.
    func addClient(shard: Int) -> ClientID {
        shardOfClient.append(shard % shardCount)
        return ClientID(shardOfClient.count - 1)
    }

    /// The shard of all replicas of a partition, which is its listener's number.
    func shard(of partition: TopicPartition) -> Int {
        division.listener(
            of: partition.partition,
            initialPartitions: partitionCounts[Int(partition.topic.rawValue)])
    }
}
