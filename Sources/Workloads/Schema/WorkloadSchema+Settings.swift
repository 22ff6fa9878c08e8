import Records

extension WorkloadSchema {
    /// `min.insync.replicas` follows `replication.factor` because its `auto` reads that one.
    static let topic: [Setting] = [
        Setting("topic", "count", \.topic.count, .wholeNumber(1...1_000)),
        Setting("topic", "partitions", \.topic.partitions, .wholeNumber(1...10_000)),
        Setting("topic", "replication.factor", \.topic.replicationFactor, .wholeNumber(1...1_000)),
        Setting("topic", "min.insync.replicas", \.topic.minInsyncChoice, .minInsyncReplicas),
        Setting(
            "topic", "unclean.leader.election.enable", \.topic.allowsUncleanElection, .truth),
        Setting("topic", "segment.bytes", \.topic.segmentBytes, .bytes(1_024...Int(Int32.max))),
        Setting(
            "topic", "segment.ms", \.topic.segmentTime,
            .duration(.aboveZero, bareUnit: "ms"), or: "none"),
        Setting(
            "topic", "retention.bytes", \.topic.retentionBytes, .bytes(1...(1 << 50)), or: "none"),
    ]

    static let producers: [Setting] = arrivals + sending

    private static let sending: [Setting] = [
        Setting("producers", "acks", \.producers.acks, .word(synonyms: ["-1": .all])),
        Setting("producers", "batch.size", \.producers.batchBytes, .bytes(1...(1 << 30))),
        Setting(
            "producers", "linger.ms", \.producers.linger, .duration(.zeroOrMore, bareUnit: "ms")),
        Setting(
            "producers", "max.in.flight", synonyms: ["max.in.flight.requests.per.connection"],
            \.producers.maxInFlight, .wholeNumber(1...1_000)),
        Setting(
            "producers", "buffer.memory", \.producers.bufferMemoryBytes, .bytes(1...(1 << 40))),
        Setting("producers", "compression.type", \.producers.compression, .word()),
        Setting("producers", "enable.idempotence", \.producers.idempotence, .word()),
        Setting("producers", "retries", \.producers.retries, .wholeNumber(0...Int(Int32.max))),
        Setting(
            "producers", "retry.backoff.ms", \.producers.retryBackoff,
            .duration(.zeroOrMore, bareUnit: "ms")),
        Setting(
            "producers", "retry.backoff.max.ms", \.producers.retryBackoffMax,
            .duration(.zeroOrMore, bareUnit: "ms")),
        Setting(
            "producers", "request.timeout.ms", \.producers.requestTimeout,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "producers", "delivery.timeout.ms", \.producers.deliveryTimeout,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "producers", "metadata.max.age.ms", \.producers.metadataAgeMax,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting("producers", "null.key.partitioner", \.producers.nullKeyPartitioner, .word()),
        Setting("producers", "partition.switch", \.producers.partitionSwitch, .word()),
    ]

    static let cluster: [Setting] = [
        Setting("cluster", "brokers", \.cluster.brokers, .wholeNumber(1...1_000)),
        Setting("cluster.network", "rtt", \.cluster.network.roundTripTime, .duration(.zeroOrMore)),
        Setting("cluster.network", "jitter", \.cluster.network.jitter, .duration(.zeroOrMore)),
        Setting(
            "cluster.network", "bandwidth", \.cluster.network.bandwidthBytesPerSecond,
            .bandwidth, or: "none"),
        Setting(
            "cluster", "flush.messages", \.cluster.flushMessages,
            .wholeNumber(1...Int.max), or: "none"),
        Setting(
            "cluster", "flush.ms", \.cluster.flushInterval,
            .duration(.aboveZero, bareUnit: "ms"), or: "none"),
        Setting(
            "cluster", "replica.lag.time.max.ms", \.cluster.replicaLagTimeMax,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "cluster", "replica.fetch.wait.max.ms", \.cluster.replicaFetchWaitMax,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "cluster", "replica.socket.timeout.ms", \.cluster.replicaFetchTimeout,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "cluster", "broker.session.timeout.ms", \.cluster.sessionTimeout,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "cluster", "broker.heartbeat.interval.ms", \.cluster.heartbeatInterval,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "cluster", "leader.imbalance.check.interval.seconds",
            \.cluster.leaderImbalanceCheckInterval,
            .duration(.aboveZero, bareUnit: "s"), or: "none"),
    ]

    static let run: [Setting] = [
        Setting("run", "warmup", canBeSwept: false, \.run.warmup, .duration(.zeroOrMore)),
        Setting("run", "duration", canBeSwept: false, \.run.duration, .duration(.aboveZero)),
        Setting(
            "run", "repetitions", canBeSwept: false, \.run.repetitions, .wholeNumber(1...1_000)),
        Setting("run", "seed", canBeSwept: false, \.run.seed, .wholeNumber(0...UInt64.max)),
    ]
}
