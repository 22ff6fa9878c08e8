import Client
import Cluster
import Platform
import Records
import Workloads

/// The clients of a run in an embedded cluster.
struct EmbeddedClients {
    let clients: RunClients
    private let producers: [Producer]

    /// Adds everyone to the cluster.
    init(_ clients: RunClients, _ configuration: RunConfiguration, cluster: EmbeddedCluster) {
        self.clients = clients
        for (number, group) in clients.members.enumerated() {
            for (member, client) in group.enumerated() {
                guard !configuration.consumers.isSubscribed else {
                    Self.subscribe(
                        client, member: member, group: GroupID(number), configuration, clients,
                        cluster)
                    continue
                }
                _ = cluster.addGroupMember(
                    ConsumerConfiguration(), member: member, of: group.count,
                    application: client)
            }
        }
        let settings = ProducerConfiguration(
            configuration.producers, records: configuration.records)
        let shards = cluster.configuration.shards
        producers = clients.generators.enumerated().map { index, generator in
            // From the last shard on: with fewer partitions than shards the last ones are free.
            cluster.addProducer(
                settings, shard: shards - 1 - index % shards, application: generator)
        }
        for index in 0..<configuration.producers.idle {
            _ = cluster.addProducer(
                settings, shard: index % shards, application: IdleProducer())
        }
    }

    private static func subscribe(
        _ client: CheckingClient, member: Int, group: GroupID,
        _ configuration: RunConfiguration, _ clients: RunClients, _ cluster: EmbeddedCluster
    ) {
        let offsetsPartition = cluster.offsetsPartition(of: group)
        let wallOffset = clients.wallOffset
        cluster.addSubscriber(ConsumerConfiguration(), group: group, application: client) {
            GroupSettings(
                configuration.consumers, group: group, member: member,
                offsetsPartition: offsetsPartition,
                wallTime: Instant(MonotonicClock.now + wallOffset))
        }
    }

    /// Notes how many records each producer was handed; once, after the cluster has stopped.
    func noteSentRecords(_ cluster: EmbeddedCluster) {
        for (index, first) in producers.enumerated() {
            clients.noteSentRecords(of: cluster.producer(first.id) ?? first, index: index)
        }
    }
}
