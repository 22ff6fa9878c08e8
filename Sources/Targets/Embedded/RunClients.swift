import Checker
import Client
import Cluster
import LoadGenerator
import Platform
import Records
import RunResults
import Workloads

/// The producers, groups and checkers of one run.
final class RunClients {
    let timeline: RunTimeline
    let generators: [GeneratorClient]
    let producers: [Producer]
    let groups: [GroupChecker]
    /// Members of each group, in order.
    let members: [[CheckingClient]]
    /// Which member of a group owns each partition.
    let owners: [Int]
    let partitions: Int

    /// From the making of the clients to the first record.
    private static let lead = Nanoseconds.milliseconds(10)

    init(_ run: EmbeddedRun, cluster: EmbeddedCluster) {
        let configuration = run.configuration
        let settings = configuration.producers
        let consumers = configuration.consumers
        partitions = configuration.finalPartitions
        let partitionCount = partitions
        let now = MonotonicClock.now
        let wallOffset = Int64(WallClock.unixSeconds * 1e9) - now
        var samplerLead = Self.lead
        if configuration.records.key.cardinality > 1_000_000 { samplerLead = .seconds(1) }
        let timeline = RunTimeline(
            start: Instant(now) + samplerLead, warmup: configuration.run.warmup,
            duration: configuration.run.duration)
        self.timeline = timeline

        let groups = (0..<consumers.groups).map { _ in
            GroupChecker(
                entities: configuration.records.key.cardinality, producers: settings.count,
                partitions: partitionCount, members: consumers.count)
        }
        self.groups = groups
        var owners = Array(repeating: 0, count: partitions)
        members = groups.map { group in
            (0..<consumers.count).map { member in
                let client = CheckingClient(
                    checker: group.member(member), timeline: timeline,
                    serviceTime: consumers.serviceTime, partitions: partitionCount)
                let assignment = cluster.addGroupMember(
                    ConsumerConfiguration(), member: member, of: consumers.count,
                    application: client)
                for partition in assignment { owners[partition.index] = member }
                return client
            }
        }
        self.owners = owners

        let producer = ProducerConfiguration(settings)
        generators = (0..<settings.count).map { index in
            GeneratorClient(
                configuration, producer: index, seed: run.plan.seed, timeline: timeline,
                stop: run.stop, wallOffsetNanoseconds: wallOffset)
        }
        let shards = cluster.configuration.shards
        producers = generators.enumerated().map { index, generator in
            // From the last shard on: with fewer partitions than shards the last ones are free.
            cluster.addProducer(
                producer, shard: shards - 1 - index % shards, application: generator)
        }
    }

    /// Records handed to producers so far.
    var sentRecords: Int { generators.reduce(0) { $0 + $1.sent.now } }

    /// Notes how many records each producer was handed; once, after the cluster has stopped.
    func noteSentRecords(_ cluster: EmbeddedCluster) {
        for (generator, first) in zip(generators, producers) {
            let producer = cluster.producer(first.id) ?? first
            for index in 0..<partitions {
                let partition = PartitionIndex(index)
                generator.recorder.table.noteSent(
                    partition: partition, count: producer.recordCount(of: partition))
            }
        }
    }

    /// Records acknowledged or failed so far.
    var completedRecords: Int { generators.reduce(0) { $0 + $1.completed.now } }

    /// Records processed so far, over all groups.
    var processedRecords: Int {
        members.reduce(0) { $1.reduce($0) { $0 + $1.processed.now } }
    }

    /// The next offset that a group processes of a partition.
    func position(group: Int, partition: Int) -> Offset {
        Offset(Int64(members[group][owners[partition]].positions[partition].now))
    }
}
