import Client
import Cluster
import Messages
import Platform
import Records

/// A cluster with its writers and readers.
final class TestCluster {
    let cluster: EmbeddedCluster
    let waiter = Waiter()
    private(set) var writers: [NumberedWriter] = []
    private(set) var readers: [NumberedReader] = []
    let partitions: Int

    init(
        in directory: String, partitions: Int = 4, replicas: Int = 1, shards: Int = 1,
        _ change: (inout ClusterConfiguration, inout TopicConfiguration) -> Void = { _, _ in }
    ) throws {
        var configuration = ClusterConfiguration()
        configuration.shards = shards
        configuration.dataDirectory = directory
        var topic = TopicConfiguration()
        topic.name = "orders"
        topic.partitions = partitions
        topic.replicationFactor = replicas
        change(&configuration, &topic)
        self.partitions = partitions
        cluster = try EmbeddedCluster(configuration, topic: topic)
    }

    func addWriter(
        records: Int, acks: Acks = .all, interval: Nanoseconds = .zero,
        start: Instant? = nil, _ change: (inout ProducerConfiguration) -> Void = { _ in }
    ) -> NumberedWriter {
        let writer = NumberedWriter(
            producer: writers.count, records: records, partitions: partitions,
            interval: interval, start: start ?? Instant(MonotonicClock.now), waiter: waiter)
        var settings = ProducerConfiguration()
        settings.acks = acks
        settings.batchBytes = 4000
        change(&settings)
        _ = cluster.addProducer(settings, shard: writers.count, application: writer)
        writers.append(writer)
        return writer
    }

    /// Adds a group of readers of the whole topic.
    func addReaders(_ members: Int) {
        for member in 0..<members {
            let reader = NumberedReader(waiter: waiter)
            var settings = ConsumerConfiguration()
            settings.fetchWaitMax = .milliseconds(20)
            _ = cluster.addGroupMember(
                settings, member: member, of: members, application: reader)
            readers.append(reader)
        }
    }

    var completedRecords: Int { writers.reduce(0) { $0 + $1.completed.now } }
    var readRecords: Int { readers.reduce(0) { $0 + $1.count.now } }

    /// All that was read of a partition, by offset.
    func reads(of partition: Int) -> [NumberedReader.Read] {
        readers.flatMap { $0.reads[partition] ?? [] }
    }
}
