import Records

/// Which shard serves what. Completed before the cluster starts and never changed after, so that
/// any thread may read it then.
final class ShardDirectory: @unchecked Sendable {
    let shardCount: Int
    /// By client number.
    private(set) var shardOfClient: [Int] = []
    /// How many partitions each topic has, by topic number.
    private let partitionCounts: [Int]
    /// Where the controller is.
    let controllerShard = 0

    init(shardCount: Int, partitionCounts: [Int]) {
        self.shardCount = shardCount
        self.partitionCounts = partitionCounts
    }

    /// Adds a client, which lives in `shard` modulo the number of shards.
    func addClient(shard: Int) -> ClientID {
        shardOfClient.append(shard % shardCount)
        return ClientID(shardOfClient.count - 1)
    }

    /// The shard of all replicas of a partition: contiguous runs of partitions share a shard, so
    /// that a range assignment leaves most consumers with partitions of their own shard.
    func shard(of partition: TopicPartition) -> Int {
        let count = partitionCounts[Int(partition.topic.rawValue)]
        return partition.partition.index * shardCount / count
    }
}
