import Brokers
import Cluster
import Messages
import Records
import Storage
import Testing

/// A broker over files whose descriptors are fewer than the segments that it deletes.
@Suite struct DescriptorBudgetTests {
    private static let partitions = 10
    private static let openMax = 80

    /// A broker that leads all partitions, each with 60 segments of one batch.
    private func filled(_ disk: FileDisk) throws -> (broker: Broker, now: Instant) {
        let now = Instant(0)
        let broker = Broker(
            id: BrokerID(0), settings: BrokerSettings(), disk: disk, pool: BufferPool(), now: now)
        var topic = TopicConfiguration()
        topic.name = "orders"
        topic.partitions = Self.partitions
        topic.replicationFactor = 1
        topic.segmentBytes = 100
        topic.retentionTime = .seconds(1)
        let states = (0..<Self.partitions).map { number in
            let partition = TopicPartition(topic: TopicID(0), partition: PartitionIndex(number))
            return PartitionState(
                partition: partition, replicas: [BrokerID(0)], leader: BrokerID(0),
                leaderEpoch: .initial, inSyncReplicas: [BrokerID(0)], partitionEpoch: 0)
        }
        let update = MetadataUpdate(
            brokerEpoch: 0, after: 0, version: 1, partitions: states.map { ($0, topic) })
        try step(broker, disk) { $0.handle(.metadata(update), now: now, effects: &$1) }
        for _ in 0..<60 {
            for state in states {
                let request = ProduceRequest(
                    client: ClientID(0), acks: .leader, timeout: .seconds(1), connection: 0)
                request.entries = [
                    ProduceRequest.Entry(
                        partition: state.partition, batch: try batch(), recordCount: 1, ticket: 0)
                ]
                try step(broker, disk) { $0.handle(.produce(request), now: now, effects: &$1) }
                try #require(request.entries[0].error == .none)
            }
        }
        return (broker, now)
    }

    private func batch() throws -> BatchBuffer {
        let pool = BufferPool()
        var builder = BatchBuilder(buffer: pool.take(atLeast: 200))
        _ = builder.append(timestamp: 1, key: nil, valueBytes: 20)
        return try builder.finish(codec: .none, pool: pool)
    }

    /// Lets the broker take a step and performs what it asks for. Answers how many descriptors
    /// were open after the step.
    @discardableResult
    private func step(
        _ broker: Broker, _ disk: FileDisk, _ body: (Broker, inout BrokerEffects) -> Void
    ) throws -> Int {
        var effects = BrokerEffects()
        body(broker, &effects)
        let open = disk.openDescriptors
        var next = 0
        while next < effects.disk.count {
            let completion = disk.perform(effects.disk[next])
            next += 1
            broker.handle(completion, now: Instant(0), effects: &effects)
        }
        try #require(effects.failures.isEmpty, "\(effects.failures)")
        return open
    }

    @Test func deletingMoreSegmentsThanTheBudgetStaysWithinIt() throws {
        try withTemporaryDirectory { directory in
            let disk = FileDisk(root: directory, openFilesMax: Self.openMax)
            var (broker, now) = try filled(disk)
            now = now + .seconds(10)
            var most = 0
            for _ in 0..<20 {
                most = max(most, try step(broker, disk) { $0.tick(now: now, effects: &$1) })
                now = now + .milliseconds(20)
            }
            #expect(most <= Self.openMax, "\(most)")
            for partition in broker.partitions {
                #expect(broker.bounds(of: partition)?.logStart == Offset(60))
            }
        }
    }
}
