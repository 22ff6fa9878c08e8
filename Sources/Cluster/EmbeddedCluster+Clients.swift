package import Client
import Faults
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
            guard case .producer(let ended) = actor else { return { _, _ in actor } }
            let remains = ended.abandon(now: now)
            return { _, _ in .producer(make(remains)) }
        }
        return producer
    }

    /// The producer under a client number, or the one that stands in for it after a crash; nil
    /// while there is none. For after `stop`.
    package func producer(_ id: ClientID) -> Producer? {
        guard
            case .producer(let producer) = shards[directory.shardOfClient[id.index]].clients[
                id.index]
        else { return nil }
        return producer
    }

    /// Adds the member of a group that splits the topic by range; it lives with its first
    /// partition's replicas. A partition that is added later goes to the member whose number is
    /// the partition's modulo `members`.
    ///
    /// Where its process is to crash, its `application` goes on with the one that stands in for
    /// it, from the first record that was not processed.
    package func addGroupMember(
        _ settings: ConsumerConfiguration, member: Int, of members: Int,
        application: any ConsumerApplication
    ) -> [PartitionIndex] {
        let assignment = RangeAssignor.partitions(
            of: member, members: members, topic: TopicID(0), partitionCount: partitions.count)
        let home = assignment.first.map { directory.shard(of: $0) } ?? member
        let id = directory.addConsumer(shard: home)
        let shard = shards[directory.shardOfClient[id.index]]
        let (pool, places) = (shard.pool, directory)
        func make(_ partitions: [(TopicPartition, PartitionMetadata)]) -> Consumer {
            Consumer(
                id: id, partitions: partitions, configuration: settings, pool: pool,
                application: application)
        }
        shard.add(
            .consumer(make(assignment.map { ($0, partitions[$0.partition.index]) })), id: id)
        shard.shares[id.index] = MemberShare(member: member, members: members)
        shard.restarts[id.index] = ClientRestart { actor, now in
            application.processEnded(now: now)
            guard case .consumer(let ended) = actor else { return { _, _ in actor } }
            let positions = ended.positions
            return { now, effects in
                let consumer = make([])
                for position in positions {
                    let partition = TopicPartition(
                        topic: TopicID(0), partition: position.partition)
                    consumer.assign(
                        partition, places.unknownLeader(of: partition), from: position.offset,
                        lastEpoch: position.lastEpoch, now: now, effects: &effects)
                }
                return .consumer(consumer)
            }
        }
        return assignment.map(\.partition)
    }

    /// Adds a consumer that subscribes to the topic. All members of a group live in one shard.
    ///
    /// Where its process ends, its `application` goes on with the one that takes its place, which
    /// joins as a new member, or as the same one where it is static.
    /// - Parameter settings: makes the settings of the group for each process as it starts.
    package func addSubscriber(
        _ configuration: ConsumerConfiguration, group: GroupID,
        application: any ConsumerApplication, settings: @escaping () -> GroupSettings
    ) {
        let number = directory.consumers.count
        let id = directory.addConsumer(shard: Int(group.rawValue))
        let shard = shards[directory.shardOfClient[id.index]]
        let (pool, places) = (shard.pool, directory)
        let coordinator = offsetsPartition(of: group)
        func make(
            _ partitions: [PartitionMetadata], _ coordinator: PartitionMetadata
        ) -> ClientActor {
            .consumer(
                Consumer(
                    id: id, group: settings(), coordinator: coordinator, partitions: partitions,
                    configuration: configuration, pool: pool, application: application))
        }
        let start: ClientRestart.Start = { [unowned shard] now, effects in
            let partitions = (0..<shard.partitionCount).map {
                places.unknownLeader(
                    of: TopicPartition(topic: .load, partition: PartitionIndex($0)))
            }
            let client = make(partitions, places.unknownLeader(of: coordinator))
            if case .consumer(let consumer) = client {
                consumer.start(now: now, effects: &effects)
            }
            return client
        }
        shard.restarts[id.index] = ClientRestart { _, now in
            application.processEnded(now: now)
            return start
        }
        if self.configuration.faults.letJoinLater(consumer: number) {
            shard.add(nil, id: id)
            shard.successors[id.index] = start
        } else {
            shard.add(make(partitions, places.unknownLeader(of: coordinator)), id: id)
        }
    }

    /// The partition of the offsets topic whose leader coordinates a group.
    package func offsetsPartition(of group: GroupID) -> TopicPartition {
        directory.offsetsPartition(of: group)
    }

    /// The listener of each partition that the topic will come to have.
    private var finalListeners: [Int] {
        (0..<configuration.finalPartitions(topic)).map {
            directory.shard(
                of: TopicPartition(topic: TopicID(0), partition: PartitionIndex($0)))
        }
    }
}
