import Records
import Testing
import Workloads

@Suite struct SettingValueTests {
    private func cell(_ body: String) throws -> RunConfiguration {
        let cells = try workload(body + "\n").cells
        try #require(cells.count == 1)
        return cells[0]
    }

    @Test func `a file of two lines has every default`() throws {
        let expected = RunConfiguration(
            workload: "test", topic: TopicSettings(), producers: ProducerSettings(),
            records: RecordSettings(), consumers: ConsumerSettings(), cluster: ClusterSettings(),
            run: RunSettings())
        #expect(try cell("") == expected)
    }

    @Test func `every setting of the topic is read`() throws {
        let topic = try cell(
            """
            topic: {partitions: 12, replication.factor: 3, min.insync.replicas: 2,
                    segment.bytes: 1.5MiB, segment.ms: 7d, retention.bytes: 2GB}
            """
        ).topic
        #expect(topic.partitions == 12)
        #expect(topic.replicationFactor == 3)
        #expect(topic.minInsyncReplicas == 2)
        #expect(topic.segmentBytes == 1_572_864)
        #expect(topic.segmentTime == .seconds(7 * 86_400))
        #expect(topic.retentionBytes == 2_000_000_000)
    }

    @Test func `every setting of the producers is read`() throws {
        let producers = try cell(
            """
            producers: {count: 2, rate: 50k/s, arrival: poisson, acks: 1, batch.size: 16384,
                        linger.ms: 5, max.in.flight: 2, buffer.memory: 1MB,
                        compression.type: zstd, null.key.partitioner: round-robin}
            records: {key: {distribution: none}}
            """
        ).producers
        #expect(producers.count == 2)
        #expect(producers.rate == .recordsPerSecond(50_000))
        #expect(producers.arrival == .poisson)
        #expect(producers.acks == .leader)
        #expect(producers.batchBytes == 16_384)
        #expect(producers.linger == .milliseconds(5))
        #expect(producers.maxInFlight == 2)
        #expect(producers.bufferMemoryBytes == 1_000_000)
        #expect(producers.compression == .zstd)
        #expect(producers.nullKeyPartitioner == .roundRobin)
    }

    @Test func `every setting of the others is read`() throws {
        let cell = try cell(
            """
            records: {key: {distribution: zipfian, cardinality: 7, exponent: 1.25, size: 16B},
                      value: {size: 1KB}}
            consumers: {groups: 2, count: 3, service.time: 5us}
            cluster: {brokers: 5, network: {rtt: 200us, jitter: 1ms, bandwidth: 10Gbit},
                      flush.messages: 1, flush.ms: 1min, replica.lag.time.max.ms: 10000}
            run: {warmup: 0s, duration: 2min, repetitions: 1, seed: 18446744073709551615}
            """)
        #expect(cell.records.key.distribution == .zipfian)
        #expect(cell.records.key.field == .entity)
        #expect(cell.records.key.cardinality == 7)
        #expect(cell.records.key.exponent == 1.25)
        #expect(cell.records.key.bytes == 16)
        #expect(cell.records.valueBytes == 1_000)
        #expect(cell.consumers.groups == 2)
        #expect(cell.consumers.count == 3)
        #expect(cell.consumers.serviceTime == .fixed(.microseconds(5)))
        #expect(cell.cluster.brokers == 5)
        #expect(cell.cluster.network.roundTripTime == .microseconds(200))
        #expect(cell.cluster.network.jitter == .milliseconds(1))
        #expect(cell.cluster.network.bandwidthBytesPerSecond == 1.25e9)
        #expect(cell.cluster.flushMessages == 1)
        #expect(cell.cluster.flushInterval == .seconds(60))
        #expect(cell.cluster.replicaLagTimeMax == .seconds(10))
        #expect(cell.run.warmup == .zero)
        #expect(cell.run.duration == .seconds(120))
        #expect(cell.run.repetitions == 1)
        #expect(cell.run.seed == .max)
    }

    @Test func `every setting for failures is read`() throws {
        let cell = try cell(
            """
            topic: {unclean.leader.election.enable: true}
            producers: {enable.idempotence: false, retries: 0, retry.backoff.ms: 10,
                        retry.backoff.max.ms: 40, request.timeout.ms: 200,
                        delivery.timeout.ms: 1500, metadata.max.age.ms: 30s}
            cluster: {replica.fetch.wait.max.ms: 50, replica.socket.timeout.ms: 1s,
                      broker.session.timeout.ms: 1000, broker.heartbeat.interval.ms: 250,
                      leader.imbalance.check.interval.seconds: 3}
            """)
        #expect(cell.topic.allowsUncleanElection)
        #expect(!cell.producers.isIdempotent)
        #expect(cell.producers.retries == 0)
        #expect(cell.producers.retryBackoff == .milliseconds(10))
        #expect(cell.producers.retryBackoffMax == .milliseconds(40))
        #expect(cell.producers.requestTimeout == .milliseconds(200))
        #expect(cell.producers.deliveryTimeout == .milliseconds(1500))
        #expect(cell.producers.metadataAgeMax == .seconds(30))
        #expect(cell.cluster.replicaFetchWaitMax == .milliseconds(50))
        #expect(cell.cluster.replicaFetchTimeout == .seconds(1))
        #expect(cell.cluster.sessionTimeout == .seconds(1))
        #expect(cell.cluster.heartbeatInterval == .milliseconds(250))
        #expect(cell.cluster.leaderImbalanceCheckInterval == .seconds(3))
        let never = try self.cell("cluster: {leader.imbalance.check.interval.seconds: none}")
        #expect(never.cluster.leaderImbalanceCheckInterval == nil)
    }

    @Test(arguments: [
        ("", true), ("acks: all, max.in.flight: 5", true), ("acks: 1", false),
        ("acks: 0", false), ("max.in.flight: 6", false), ("retries: 0", false),
        ("enable.idempotence: false", false), ("enable.idempotence: true", true),
        ("enable.idempotence: auto, acks: 1", false),
    ])
    func `idempotence is on wherever the other settings allow it`(
        producers: String, isIdempotent: Bool
    ) throws {
        let cell = try cell("producers: {\(producers.isEmpty ? "count: 1" : producers)}")
        #expect(cell.producers.isIdempotent == isIdempotent)
    }

    @Test func `idempotence said twice over is one cell`() throws {
        let file = try workload(
            "producers: {enable.idempotence: [auto, true, false], acks: [1, all]}\n")
        #expect(file.cells.map(\.producers.isIdempotent) == [false, true, false])
        #expect(file.skipped.count == 1)
    }

    @Test(arguments: [
        ("92", 92), ("92B", 92), ("64KiB", 65_536), ("64KB", 64_000), ("1MiB", 1 << 20),
        ("0.5GiB", 1 << 29), ("64 KiB", 65_536), ("\"64KiB\"", 65_536),
    ])
    func `sizes`(text: String, bytes: Int) throws {
        #expect(
            try cell(
                "records: {value: {size: \(text)}}\n"
                    + "producers: {batch.size: 1GiB, buffer.memory: 1GiB}\n"
                    + "topic: {segment.bytes: 1GiB}"
            ).records.valueBytes == bytes)
    }

    @Test(arguments: [
        ("5", 5_000_000), ("0.5", 500_000), ("5ms", 5_000_000), ("200us", 200_000), ("7ns", 7),
        ("1.5s", 1_500_000_000), ("1min", 60_000_000_000), ("2h", 7_200_000_000_000),
        ("0", 0),
    ])
    func `durations, where a bare number is milliseconds`(text: String, nanoseconds: Int64) throws {
        let cell = try cell("producers: {linger.ms: \(text), delivery.timeout.ms: 1d}")
        #expect(cell.producers.linger == Nanoseconds(nanoseconds))
    }

    @Test(arguments: [
        ("max", Rate.max), ("50000/s", .recordsPerSecond(50_000)),
        ("0.5/s", .recordsPerSecond(0.5)),
        ("1.5M/s", .recordsPerSecond(1_500_000)),
    ])
    func `rates`(text: String, rate: Rate) throws {
        #expect(try cell("producers: {rate: \(text)}").producers.rate == rate)
    }

    @Test(arguments: [
        ("100Mbit", 12_500_000.0), ("125MB/s", 125_000_000), ("8kbit", 1_000), ("none", nil),
    ])
    func `bandwidths`(text: String, bytesPerSecond: Double?) throws {
        let cell = try cell("cluster: {network: {bandwidth: \(text)}}")
        #expect(cell.cluster.network.bandwidthBytesPerSecond == bytesPerSecond)
    }

    @Test(arguments: [("0", Acks.none), ("1", .leader), ("all", .all), ("-1", .all)])
    func `acks`(text: String, acks: Acks) throws {
        #expect(try cell("producers: {acks: \(text)}").producers.acks == acks)
    }

    @Test(arguments: [(1, 1), (2, 1), (3, 2), (5, 4)])
    func `min ISR auto leaves room for one failure`(replicas: Int, minimum: Int) throws {
        // The order in the file does not matter.
        let cell = try cell(
            "topic: {min.insync.replicas: auto, replication.factor: \(replicas)}\n"
                + "cluster: {brokers: 5}")
        #expect(cell.topic.minInsyncReplicas == minimum)
    }

    @Test func `none and wrong-field are fields of uniformly drawn entities`() throws {
        let keys = try workload("records: {key: {distribution: [none, wrong-field]}}\n").cells
            .map(\.records.key)
        #expect(keys.map(\.field) == [.none, .wrong])
        #expect(keys.map(\.distribution) == [.uniform, .uniform])
    }

    @Test func `null keys have no bytes`() throws {
        #expect(try cell("records: {key: {size: 16}}").records.keyBytes == 16)
        #expect(try cell("records: {key: {size: 16, distribution: none}}").records.keyBytes == 0)
    }
}
