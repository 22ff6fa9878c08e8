package import Client
import Messages
package import Records

extension EmbeddedCluster {
    /// Adds a producer; `shard` modulo the number of shards is where it lives.
    ///
    /// Where its process is to crash, its `application` goes on with the one that stands in for
    /// it.
    package func addProducer(
        _ settings: ProducerConfiguration, shard number: Int,
        application: any ProducerApplication
    ) -> Producer {
        let id = directory.addProducer(shard: number)
        let shard = shards[directory.shardOfClient[id.index]]
        let (partitions, listeners, pool) = (partitions, finalListeners, shard.pool)
        let make = { (remains: ProducerRemains?) in
            Producer(
                id: id, topic: TopicID(0), partitions: partitions, listeners: listeners,
                configuration: settings, pool: pool, application: application, remains: remains)
        }
        let producer = make(nil)
        shard.add(.producer(producer), id: id)
        shard.restarts[id.index] = ClientRestart { actor, now in
            guard case .producer(let ended) = actor else { return { actor } }
            let remains = ended.abandon(now: now)
            return { .producer(make(remains)) }
        }
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

    /// The listener of each partition that the topic will come to have.
    private var finalListeners: [Int] {
        (0..<configuration.finalPartitions(topic)).map {
            directory.shard(
                of: TopicPartition(topic: TopicID(0), partition: PartitionIndex($0)))
        }
    }
}
