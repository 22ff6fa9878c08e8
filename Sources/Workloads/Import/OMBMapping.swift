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
        let batch = try largeBatch(values)
        try mapTopic(values, topics: topics, batch: batch)
        try mapProducers(values, topics: topics, batch: batch)
        try mapRecords(values)
        try mapConsumers(values, topics: topics)
        try mapRun(values)
        remarks.append(
            "Benchmark keeps replicationFactor, acks, linger.ms, batch.size and compression in the "
                + "file of its driver: set topic.replication.factor and producers.* to them.")
    }

    /// The `batch.size` that a large message needs, KiB; nil where the default holds it.
    private func largeBatch(_ values: OMBValues) throws(WorkloadError) -> Int? {
        let bytes = try values.count(.messageSize, 0...(1 << 29))
        return bytes > 60_000 ? (bytes + 200 + 1_023) / 1_024 : nil
    }

    private mutating func mapTopic(
        _ values: OMBValues, topics: Int, batch: Int?
    ) throws(WorkloadError) {
        let partitions = try values.count(.partitionsPerTopic, 1...10_000)
        became[.topics] = "topic.count: \(topics)"
        became[.partitionsPerTopic] = "topic.partitions: \(partitions)"
        var lines = ["count: \(topics)", "partitions: \(partitions)"]
        if let batch, batch << 10 > TopicSettings().segmentBytes {
            lines.append("segment.bytes: \(batch)KiB")
            remarks.append("topic.segment.bytes: \(batch)KiB, so that a segment holds a batch")
        }
        sections.append(Section(name: "topic", lines: lines))
    }

    private mutating func mapProducers(
        _ values: OMBValues, topics: Int, batch: Int?
    ) throws(WorkloadError) {
        let count = try values.count(.producersPerTopic, 1...65_535) * topics
        became[.producersPerTopic] =
            "producers.count: \(count)" + (topics > 1 ? ", those of all topics" : "")
        let rate = try values.count(.producerRate, 0...1_000_000_000)
        let text = rate == 0 ? "search" : "\(rate)/s"
        became[.producerRate] = "producers.rate: \(text)"
        var lines = ["count: \(count)", "rate: \(text)"]
        if rate == 0 { try checkSearch(values) }
        if let batch {
            lines.append("batch.size: \(batch)KiB")
            remarks.append("producers.batch.size: \(batch)KiB, so that a message fits into a batch")
            if batch << 10 > ProducerSettings().bufferMemoryBytes {
                lines.append("buffer.memory: \(batch)KiB")
                remarks.append("producers.buffer.memory: \(batch)KiB, so that it holds a batch")
            }
        }
        sections.append(Section(name: "producers", lines: lines))
    }

    /// Refuses what Benchmark refuses, and says how long a search takes.
    private mutating func checkSearch(_ values: OMBValues) throws(WorkloadError) {
        guard try values.count(.consumerBacklogSizeGB, 0...(1 << 20)) == 0 else {
            throw .invalid(
                place: values.place(.producerRate),
                problem: "producerRate: 0 looks for the highest rate, which neither Benchmark nor "
                    + "Weir does with consumerBacklogSizeGB; expected a rate above 0")
        }
        let minutes = try values.warmupMinutes() + values.testMinutes()
        remarks.append(
            "producers.rate: search makes about 10 runs, \(10 * minutes) min in all, where "
                + "Benchmark changes the rate within one: shorter run.warmup and run.duration "
                + "may do")
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

    /// The setting of how much of a value compresses away. Benchmark's `WorkloadGenerator.run`
    /// fills up random bytes with zeros where payloads are randomised, and otherwise sends what
    /// `payloadFile` holds, which nobody here knows.
    private mutating func mapPayload(_ values: OMBValues) throws(WorkloadError) -> String {
        let isRandom = try values.truth(.useRandomizedPayloads)
        let ratio = try values.ratio(.randomBytesRatio)
        _ = try values.count(.randomizedPayloadPoolSize, 0...Int(Int32.max))
        guard isRandom else {
            became[.useRandomizedPayloads] =
                "not mapped: Benchmark sends payloadFile, and values here are random bytes"
            became[.randomBytesRatio] =
                "not mapped: useRandomizedPayloads is false, so Benchmark does not read it"
            remarks.append(
                "records.value.compressibility: 0, for values are random bytes: where "
                    + "producers.compression.type is set, set it to what payloadFile's would be")
            return ""
        }
        let text = (((1 - ratio) * 1e6).rounded() / 1e6).plainText
        became[.useRandomizedPayloads] = "records.value.compressibility: \(text)"
        became[.randomBytesRatio] = "records.value.compressibility: \(text)"
        became[.payloadFile] =
            "not mapped: useRandomizedPayloads is true, so Benchmark does not read it"
        return ", compressibility: \(text)"
    }

    /// `consumerBacklogSizeGB` is the backlog of all subscriptions together, in Benchmark's
    /// `WorkloadGenerator.buildAndDrainBacklog`: messages sent times subscriptions, less those
    /// received, times their size. Here it is what was acknowledged, of which each group has all.
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
            let each = ((backlog << 30) + groups - 1) / groups
            let text = backlog > 0 ? each.byteText : "none"
            became[.consumerBacklogSizeGB] =
                "consumers.backlog: \(text)"
                + (backlog > 0 && groups > 1 ? ", which all subscriptions have together" : "")
            if backlog > 0 { lines.append("backlog: \(text)") }
        } else {
            for key in [OMBKey.consumerPerSubscription, .consumerBacklogSizeGB] {
                became[key] = "not mapped: without a subscription nobody reads"
            }
        }
        sections.append(Section(name: "consumers", lines: lines))
    }

    /// The key that became a setting which `problem` names.
    func key(behind problem: String) -> OMBKey? {
        OMBKey.allCases.first { key in
            guard let setting = became[key]?.prefix(while: { $0 != ":" }), setting.contains("."),
                let found = problem.firstRange(of: setting)
            else { return false }
            let next = problem[found.upperBound...].first
            return next.map { $0 == " " || $0 == ":" || $0 == "," } ?? true
        }
    }

    private mutating func mapRun(_ values: OMBValues) throws(WorkloadError) {
        let duration = try values.testMinutes()
        let warmup = try values.warmupMinutes()
        became[.testDurationMinutes] = "run.duration: \(duration)min"
        became[.warmupDurationMinutes] = "run.warmup: \(warmup)min"
        remarks.append("run.repetitions: 1, as Benchmark measures; 3 or more give intervals")
        sections.append(
            Section(
                name: "run",
                lines: ["warmup: \(warmup)min", "duration: \(duration)min", "repetitions: 1"]))
    }
}
