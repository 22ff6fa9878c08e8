import RunResults

/// A setting that can tell one configuration from another, as people read it.
struct Setting: Sendable {
    /// The heading of its column in a table; unique among settings.
    let title: String
    /// The value as people read it; empty where the setting does not apply.
    let text: @Sendable (RunDimensions) -> String
    /// The setting with its value, as in a heading: `RF 3`.
    let phrase: @Sendable (RunDimensions) -> String
    /// Whether its values are words, which stand at the left of a column.
    let isWord: Bool
    /// The value that goes without saying where all runs have it; nil for none.
    let usual: String?

    init(
        _ title: String, isWord: Bool = false, usual: String? = nil,
        text: @escaping @Sendable (RunDimensions) -> String,
        phrase: (@Sendable (RunDimensions) -> String)? = nil
    ) {
        self.title = title
        self.isWord = isWord
        self.usual = usual
        self.text = text
        self.phrase = phrase ?? { "\(title) \(text($0))" }
    }

    /// The heading of its column.
    var heading: Grid.Heading { Grid.Heading(title: title, isNumber: !isWord) }

    static func number(
        _ title: String, _ path: @escaping @Sendable (RunDimensions) -> Int
    ) -> Setting {
        Setting(title, text: { NumberText.count(path($0)) })
    }

    static let rate = Setting(
        "rate", text: { hasNumber($0) ? "\(rateText($0))/s" : $0.rate },
        phrase: { hasNumber($0) ? "\(rateText($0)) records/s" : "rate: \($0.rate)" })

    static let keys = Setting("keys", isWord: true, text: { $0.keyDistribution })

    static let acks = Setting("acks", text: { $0.acks }, phrase: { "acks=\($0.acks)" })

    static let partitions = number("partitions") { $0.partitions }
    static let replicationFactor = number("RF") { $0.replicationFactor }
    static let consumers = number("consumers") { $0.consumers }

    /// Every setting but acks, which comparisons set side by side. Those at the front are the
    /// first to get a column of their own where they vary.
    static let all: [Setting] =
        [partitions, replicationFactor, consumers] + loads + load + retention + consumption
        + disturbances
        + names + [keys, rate]

    private static let loads: [Setting] = [
        number("groups") { $0.groups },
        number("producers") { $0.producers },
        number("min ISR") { $0.minInsyncReplicas },
        Setting("record", text: { "\(NumberText.count($0.recordBytes)) B" }),
        Setting("batch", text: { bytesText($0.batchBytes) }),
        Setting("linger", text: { "\(NumberText.plain($0.lingerMilliseconds)) ms" }),
        number("in flight") { $0.maxInFlight },
        Setting("compression", isWord: true, text: { $0.compression }),
        number("brokers") { $0.brokers },
        Setting("RTT", text: { NumberText.time(microseconds: $0.roundTripMicroseconds) }),
        Setting("jitter", text: { NumberText.time(microseconds: $0.jitterMicroseconds) }),
        Setting("bandwidth", text: { bandwidthText($0.bandwidthMegabitsPerSecond) }),
        Setting(
            "service time", text: { NumberText.time(microseconds: $0.serviceTimeMicroseconds) }),
        Setting("flush.messages", text: { $0.flushMessages > 0 ? "\($0.flushMessages)" : "off" }),
        Setting(
            "flush.ms",
            text: { $0.flushMilliseconds > 0 ? NumberText.plain($0.flushMilliseconds) : "off" }),
        Setting("value", text: { "\(NumberText.count($0.valueBytes)) B" }),
        Setting("segment.bytes", text: { bytesText($0.segmentBytes) }),
        Setting(
            "segment.ms",
            text: { $0.segmentMilliseconds > 0 ? NumberText.plain($0.segmentMilliseconds) : "off" }
        ),
        Setting(
            "retention.bytes",
            text: { $0.retentionBytes > 0 ? bytesText($0.retentionBytes) : "all" }),
        Setting("buffer.memory", text: { bytesText($0.bufferMemoryBytes) }),
        Setting(
            "replica.lag.time.max.ms",
            text: { NumberText.plain($0.replicaLagTimeMaxMilliseconds) }),
        Setting("null keys", isWord: true, text: { $0.nullKeyPartitioner }),
        number("entities") { $0.keyCardinality },
        Setting("arrival", isWord: true, text: { $0.arrival }),
    ]

    private static let names: [Setting] = [
        Setting("engine", isWord: true, text: { $0.engine }),
        Setting("workload", isWord: true, text: { $0.workload }),
    ]

    /// `summaries` in the order of the tables: fixed rates before max, rates and numbers
    /// ascending, keys that keep order before those that do not.
    static func sorted(_ summaries: [ConfigurationSummary]) -> [ConfigurationSummary] {
        summaries.map { (SortKey($0.dimensions), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Whether the rate was fixed.
    private static func hasNumber(_ dimensions: RunDimensions) -> Bool {
        Double(dimensions.rate) != nil
    }

    private static func rateText(_ dimensions: RunDimensions) -> String {
        Double(dimensions.rate).map(NumberText.amount) ?? dimensions.rate
    }

    private static func bytesText(_ bytes: Int) -> String {
        if bytes >= 1 << 20, bytes.isMultiple(of: 1 << 20) { return "\(bytes >> 20) MiB" }
        if bytes >= 1 << 10, bytes.isMultiple(of: 1 << 10) { return "\(bytes >> 10) KiB" }
        return "\(NumberText.count(bytes)) B"
    }

    private static func bandwidthText(_ megabits: Double) -> String {
        megabits > 0 ? "\(NumberText.plain(megabits)) Mbit/s" : "unlimited"
    }
}

extension Sequence<Setting> {
    /// The settings that apply to a configuration, each with its value.
    func phrases(_ dimensions: RunDimensions) -> [String] {
        filter { !$0.text(dimensions).isEmpty }.map { $0.phrase(dimensions) }
    }
}
