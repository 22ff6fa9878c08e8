import Records

/// Every setting that this version knows, in the order in which files are rendered and matrices
/// vary (the last the fastest).
///
/// A setting stands here only when something acts on it: one that does nothing would make its
/// user believe that it does.
enum WorkloadSchema {
    static let settings: [Setting] = topic + producers + records + consumers + cluster + run

    /// Keys of the file that are no settings.
    static let headings = ["name", "question", "reading", "also"]

    /// The mappings that hold settings, dotted, outermost first.
    static let sections: [String] = [
        "topic", "producers", "records", "records.key", "records.value", "consumers", "cluster",
        "cluster.network", "run",
    ]

    /// The place in `settings` of the one at `path`, by its name or a synonym.
    static func index(of path: String) -> Int? {
        settings.firstIndex { setting in
            setting.path == path
                || setting.synonyms.contains { "\(setting.section).\($0)" == path }
        }
    }

    /// What may stand directly in a section; the empty section is the file itself.
    static func keys(in section: String) -> [String] {
        let inner = sections.filter { parent(of: $0) == section }
            .map { section.isEmpty ? $0 : String($0.dropFirst(section.count + 1)) }
        let own = settings.filter { $0.section == section }.flatMap { [$0.key] + $0.synonyms }
        return inner + own
    }

    private static func parent(of section: String) -> String {
        section.lastIndex(of: ".").map { String(section[..<$0]) } ?? ""
    }

    /// `min.insync.replicas` follows `replication.factor` because its `auto` reads that one.
    private static let topic: [Setting] = [
        Setting("topic", "partitions", \.topic.partitions, .wholeNumber(1...10_000)),
        Setting("topic", "replication.factor", \.topic.replicationFactor, .wholeNumber(1...1_000)),
        Setting("topic", "min.insync.replicas", \.topic.minInsyncChoice, .minInsyncReplicas),
        Setting("topic", "segment.bytes", \.topic.segmentBytes, .bytes(1_024...Int(Int32.max))),
        Setting(
            "topic", "segment.ms", \.topic.segmentTime,
            .duration(.aboveZero, bareUnit: "ms"), or: "none"),
        Setting(
            "topic", "retention.bytes", \.topic.retentionBytes, .bytes(1...(1 << 50)), or: "none"),
    ]

    private static let producers: [Setting] = [
        Setting("producers", "count", \.producers.count, .wholeNumber(1...65_535)),
        Setting("producers", "rate", \.producers.rate, .rate),
        Setting("producers", "arrival", \.producers.arrival, .word()),
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
        Setting("producers", "null.key.partitioner", \.producers.nullKeyPartitioner, .word()),
    ]

    private static let records: [Setting] = [
        Setting("records.key", "distribution", \.records.key.choice, .word()),
        Setting("records.key", "cardinality", \.records.key.cardinality, .wholeNumber(1...1 << 30)),
        Setting("records.key", "exponent", \.records.key.exponent, .number(0.01...10)),
        Setting(
            "records.key", "size", \.records.key.bytes,
            .bytes(8...(1 << 20), smallest: "a key begins with an 8-byte identifier")),
        Setting(
            "records.value", "size", \.records.valueBytes,
            .bytes(
                RecordStamp.byteCount...(1 << 29),
                smallest: "a value begins with a \(RecordStamp.byteCount)-byte stamp "
                    + "(entity, producer, sequences, intended time)")),
    ]

    private static let consumers: [Setting] = [
        Setting("consumers", "groups", \.consumers.groups, .wholeNumber(1...1_000)),
        Setting("consumers", "count", \.consumers.count, .wholeNumber(1...65_535)),
        Setting("consumers", "service.time", \.consumers.serviceTime, .duration(.zeroOrMore)),
    ]

    private static let cluster: [Setting] = [
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
    ]

    private static let run: [Setting] = [
        Setting("run", "warmup", canBeSwept: false, \.run.warmup, .duration(.zeroOrMore)),
        Setting("run", "duration", canBeSwept: false, \.run.duration, .duration(.aboveZero)),
        Setting(
            "run", "repetitions", canBeSwept: false, \.run.repetitions, .wholeNumber(1...1_000)),
        Setting("run", "seed", canBeSwept: false, \.run.seed, .wholeNumber(0...UInt64.max)),
    ]
}
