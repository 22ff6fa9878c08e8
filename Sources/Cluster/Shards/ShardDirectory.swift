import Records

/// Which shard serves what. Built before the cluster starts and never changed after.
struct ShardDirectory: Sendable {
    let shardCount: Int
    /// By client number.
    var shardOfClient: [Int] = []
    /// How many partitions each topic has, by topic number.
    var partitionCounts: [Int] = []
    /// Where the controller is.
    let controllerShard = 0

    init(shardCount: Int) { self.shardCount = shardCount }

    /// The shard of all replicas of a partition: contiguous runs of partitions share a shard, so
    /// that a range assignment leaves most consumers with partitions of their own shard.
    func shard(of partition: TopicPartition) -> Int {
        let count = partitionCounts[Int(partition.topic.rawValue)]
        return partition.partition.index * shardCount / count
    }
}
