package import Client
import Messages
package import Records

extension EmbeddedCluster {
    /// Adds a producer; `shard` modulo the number of shards is where it lives.
    package func addProducer(
        _ settings: ProducerConfiguration, shard number: Int,
        application: any ProducerApplication
    ) -> Producer {
        let id = directory.addProducer(shard: number)
        let shard = shards[directory.shardOfClient[id.index]]
        let producer = Producer(
            id: id, topic: TopicID(0), partitions: partitions, configuration: settings,
            pool: shard.pool, application: application)
        shard.add(.producer(producer), id: id)
        return producer
    }

    /// Adds the member of a group that splits the topic by range; it lives with its first
    /// partition's replicas.
    package func addGroupMember(
        _ settings: ConsumerConfiguration, member: Int, of members: Int,
        application: any ConsumerApplication
    ) -> [PartitionIndex] {
        let assignment = RangeAssignor.partitions(
            of: member, members: members, topic: TopicID(0), partitionCount: partitions.count)
        let home = assignment.first.map { directory.shard(of: $0) } ?? member
        let id = directory.addConsumer(shard: home)
        let shard = shards[directory.shardOfClient[id.index]]
        let consumer = Consumer(
            id: id, partitions: assignment.map { ($0, partitions[$0.partition.index]) },
            configuration: settings, pool: shard.pool, application: application)
        shard.add(.consumer(consumer), id: id)
        return assignment.map(\.partition)
    }
}
