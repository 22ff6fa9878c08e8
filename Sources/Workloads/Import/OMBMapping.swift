import Records

/// What the keys of an OpenMessaging Benchmark workload become.
struct OMBMapping {
    /// A section of the workload file with its lines.
    struct Section {
        var name: String
        var lines: [String]
    }

    private(set) var sections: [Section] = []
    /// What became of each key that something here corresponds to.
    private(set) var became: [OMBKey: String] = [:]
    private(set) var remarks: [String] = []

    /// How many keys Benchmark chooses among, and how many characters each has.
    private static let keyCount = 10_000
    private static let keyBytes = 10

    mutating func map(_ values: OMBValues) throws(WorkloadError) {
        became[.name] = "name"
        let topics = try values.count(.topics, 1...1_000)
        try mapTopic(values, topics: topics)
        try mapProducers(values, topics: topics)
        try mapRecords(values)
        try mapConsumers(values, topics: topics)
        try mapRun(values)
        remarks.append(
            "Benchmark keeps replicationFactor, acks, linger.ms, batch.size and compression in the "
                + "file of its driver: set topic.replication.factor and producers.* to them.")
    }

    private mutating func mapTopic(_ values: OMBValues, topics: Int) throws(WorkloadError) {
        let partitions = try values.count(.partitionsPerTopic, 1...10_000)
        became[.topics] = "topic.count: \(topics)"
        became[.partitionsPerTopic] = "topic.partitions: \(partitions)"
        sections.append(
            Section(name: "topic", lines: ["count: \(topics)", "partitions: \(partitions)"]))
    }

    private mutating func mapProducers(
        _ values: OMBValues, topics: Int
    ) throws(WorkloadError) {
        let count = try values.count(.producersPerTopic, 1...65_535) * topics
        became[.producersPerTopic] =
            "producers.count: \(count)" + (topics > 1 ? ", those of all topics" : "")
        let rate = try values.count(.producerRate, 0...1_000_000_000)
        let text = rate == 0 ? "search" : "\(rate)/s"
        became[.producerRate] = "producers.rate: \(text)"
        var lines = ["count: \(count)", "rate: \(text)"]
        let bytes = try values.count(.messageSize, 0...(1 << 29))
        if bytes > 60_000 {
            let batch = (bytes + 200 + 1_023) / 1_024
            lines.append("batch.size: \(batch)KiB")
            remarks.append("producers.batch.size: \(batch)KiB, so that a message fits into a batch")
        }
        sections.append(Section(name: "producers", lines: lines))
    }

    private mutating func mapRecords(_ values: OMBValues) throws(WorkloadError) {
        let distributor = try values.distributor()
        let distribution =
            switch distributor {
            case .noKey: "none"
            case .keyRoundRobin: "sequential"
            case .randomNano: "uniform"
            }
        var key = "distribution: \(distribution)"
        if distributor != .noKey {
            key += ", cardinality: \(Self.keyCount), size: \(Self.keyBytes)B"
        }
        became[.keyDistributor] =
            "records.key: {\(key)}, its \(Self.keyCount) keys of "
            + "\(Self.keyBytes) characters"
        if distributor == .noKey { became[.keyDistributor] = "records.key: {\(key)}" }

        let asked = try values.count(.messageSize, 0...(1 << 29))
        let bytes = max(asked, RecordStamp.byteCount)
        became[.messageSize] = "records.value.size: \(bytes)B"
        if bytes > asked {
            remarks.append(
                "records.value.size: \(bytes)B is the smallest: a value begins with a stamp of so "
                    + "many bytes")
        }
        let compressible = try mapPayload(values)
        sections.append(
            Section(
                name: "records",
                lines: ["key: {\(key)}", "value: {size: \(bytes)B\(compressible)}"]
            ))
    }

    /// The setting of how much of a value compresses away: without random bytes Benchmark sends
    /// zeros.
    private mutating func mapPayload(_ values: OMBValues) throws(WorkloadError) -> String {
        let isRandom = try values.truth(.useRandomizedPayloads)
        let ratio = try values.ratio(.randomBytesRatio)
        _ = try values.count(.randomizedPayloadPoolSize, 0...Int(Int32.max))
        let share = isRandom ? ((1 - ratio) * 1e6).rounded() / 1e6 : 1
        let text = share.plainText
        became[.useRandomizedPayloads] = "records.value.compressibility: \(text)"
        became[.randomBytesRatio] =
            isRandom
            ? "records.value.compressibility: \(text)"
            : "not mapped: useRandomizedPayloads is false, so Benchmark does not read it"
        return ", compressibility: \(text)"
    }

    private mutating func mapConsumers(
        _ values: OMBValues, topics: Int
    ) throws(WorkloadError) {
        let groups = try values.count(.subscriptionsPerTopic, 0...1_000)
        let members = try values.count(.consumerPerSubscription, 0...65_535)
        let count = "consumers.count: \(members * topics)"
        became[.subscriptionsPerTopic] = "consumers.groups: \(groups)"
        let backlog = try values.count(.consumerBacklogSizeGB, 0...(1 << 20))
        var lines = ["groups: \(groups)"]
        if groups > 0 {
            lines.append("count: \(members * topics)")
            became[.consumerPerSubscription] = topics > 1 ? count + ", those of all topics" : count
            became[.consumerBacklogSizeGB] =
                "consumers.backlog: " + (backlog > 0 ? "\(backlog)GiB" : "none")
            if backlog > 0 { lines.append("backlog: \(backlog)GiB") }
        } else {
            for key in [OMBKey.consumerPerSubscription, .consumerBacklogSizeGB] {
                became[key] = "not mapped: without a subscription nobody reads"
            }
        }
        sections.append(Section(name: "consumers", lines: lines))
    }

    private mutating func mapRun(_ values: OMBValues) throws(WorkloadError) {
        let duration = try values.count(.testDurationMinutes, 1...525_600)
        let warmup = try values.count(.warmupDurationMinutes, 0...525_600, or: 1)
        became[.testDurationMinutes] = "run.duration: \(duration)min"
        became[.warmupDurationMinutes] = "run.warmup: \(warmup)min"
        remarks.append("run.repetitions: 1, as Benchmark measures; 3 or more give intervals")
        sections.append(
            Section(
                name: "run",
                lines: ["warmup: \(warmup)min", "duration: \(duration)min", "repetitions: 1"]))
    }
}
