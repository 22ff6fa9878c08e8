package import Records

/// One cell of a workload's matrix: every setting of one run, each with a single value.
package struct RunConfiguration: Hashable, Sendable, Codable {
    /// The workload's name.
    package var workload: String
    package var topic: TopicSettings
    package var producers: ProducerSettings
    package var records: RecordSettings
    package var consumers: ConsumerSettings
    package var cluster: ClusterSettings
    package var run: RunSettings

    package init(
        workload: String, topic: TopicSettings, producers: ProducerSettings,
        records: RecordSettings, consumers: ConsumerSettings, cluster: ClusterSettings,
        run: RunSettings
    ) {
        self.workload = workload
        self.topic = topic
        self.producers = producers
        self.records = records
        self.consumers = consumers
        self.cluster = cluster
        self.run = run
    }
}

/// The topic under load.
package struct TopicSettings: Hashable, Sendable, Codable {
    /// At least 1.
    package var partitions = 1
    /// `replication.factor`: at least 1, at most the number of brokers.
    package var replicationFactor = 1
    /// `min.insync.replicas`: at least 1, at most the replication factor. The file's `auto` is
    /// resolved to max(1, replication factor − 1).
    package var minInsyncReplicas = 1
    /// `segment.bytes`: a segment is rolled before it would grow beyond this.
    package var segmentBytes = 256 << 20
    /// `segment.ms`: a segment is rolled when its first record is older than this; nil is never.
    package var segmentTime: Nanoseconds?
    /// `retention.bytes` per partition; nil keeps everything until the run ends.
    package var retentionBytes: Int?

    package init() {}
}

package struct ProducerSettings: Hashable, Sendable, Codable {
    /// At least 1, at most 65,535.
    package var count = 1
    /// Records per second over all producers together.
    package var rate = Rate.max
    package var arrival = Arrival.constant
    package var acks = Acks.all
    /// `batch.size`, bytes.
    package var batchBytes = 64 << 10
    /// `linger.ms`.
    package var linger = Nanoseconds.zero
    /// `max.in.flight.requests.per.connection`: at least 1.
    package var maxInFlight = 5
    /// `buffer.memory`, bytes for each producer.
    package var bufferMemoryBytes = 32 << 20
    package var compression = Codec.none
    /// How records without a key are spread.
    package var nullKeyPartitioner = NullKeyPartitioner.sticky

    package init() {}
}

/// The load that is offered.
package enum Rate: Hashable, Sendable, Codable {
    /// As fast as the cluster takes records: a saturation run, which has no intended times.
    case max
    /// An open loop at this many records per second, above 0.
    case recordsPerSecond(Double)
}

/// How intended send times are spaced at a fixed rate.
package enum Arrival: String, Hashable, Sendable, Codable, CaseIterable {
    /// Evenly.
    case constant
    /// Independently: exponential gaps of the same mean.
    case poisson
}

package enum NullKeyPartitioner: String, Hashable, Sendable, Codable, CaseIterable {
    /// Stay with one partition until a batch is full, then draw another (KIP-794).
    case sticky
    /// The next partition for each record.
    case roundRobin = "round-robin"
}

package struct RecordSettings: Hashable, Sendable, Codable {
    package var key = KeySettings()
    /// `value.size`, bytes: at least `RecordStamp.byteCount`.
    package var valueBytes = 92

    package init() {}
}

package struct KeySettings: Hashable, Sendable, Codable {
    /// How the entity of each record is drawn.
    package var distribution = KeyDistribution.uniform
    /// Which field of the entity becomes the record's key.
    package var field = KeyField.entity
    /// How many entities there are: at least 1, at least one for each producer.
    package var cardinality = 100_000
    /// The zipfian exponent: above 0. Read only where the distribution is zipfian.
    package var exponent = 0.99
    /// `key.size`, bytes: at least 8. Null keys have none.
    package var bytes = 8

    package init() {}
}

package enum KeyDistribution: String, Hashable, Sendable, Codable, CaseIterable {
    case uniform
    case zipfian
}

/// What the record is keyed by. Order matters per entity whatever the key is.
package enum KeyField: String, Hashable, Sendable, Codable, CaseIterable {
    /// Keyed by the entity: the usual case, in which order is kept.
    case entity
    /// Keyed by another field, drawn independently of the entity: the wrong key.
    case wrong = "wrong-field"
    /// No key.
    case none
}

package struct ConsumerSettings: Hashable, Sendable, Codable {
    /// Independent groups that each read the whole topic: 0 or more.
    package var groups = 1
    /// Members of each group: at least 1.
    package var count = 1
    /// `service.time`: what the handling of one record takes; it waits, it burns no CPU.
    package var serviceTime = Nanoseconds.zero

    package init() {}
}

package struct ClusterSettings: Hashable, Sendable, Codable {
    /// At least 1.
    package var brokers = 3
    package var network = NetworkSettings()
    /// `flush.messages`: fsync after this many records; nil leaves it to the page cache.
    package var flushMessages: Int?
    /// `flush.ms`: fsync when unflushed records are older than this; nil is never.
    package var flushInterval: Nanoseconds?
    /// `replica.lag.time.max.ms`.
    package var replicaLagTimeMax = Nanoseconds.seconds(30)

    package init() {}
}

/// Every link between two of clients and brokers.
package struct NetworkSettings: Hashable, Sendable, Codable {
    /// `rtt`: half of it is added each way.
    package var roundTripTime = Nanoseconds.zero
    /// `jitter`: up to this is added each way, evenly drawn; messages of a link keep their order.
    package var jitter = Nanoseconds.zero
    /// `bandwidth` in bytes per second of each link and direction; nil is unlimited.
    package var bandwidthBytesPerSecond: Double?

    package init() {}
}

package struct RunSettings: Hashable, Sendable, Codable {
    /// Time before the measurement starts; its records count for order, not for speed.
    package var warmup = Nanoseconds.seconds(1)
    /// The measured time: above 0.
    package var duration = Nanoseconds.seconds(5)
    /// At least 1.
    package var repetitions = 3
    package var seed: UInt64 = 42

    package init() {}
}
