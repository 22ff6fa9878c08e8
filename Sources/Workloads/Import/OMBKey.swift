/// A key of an OpenMessaging Benchmark workload, by the name that it has there.
enum OMBKey: String, CaseIterable {
    case name, topics, partitionsPerTopic, keyDistributor, messageSize
    case useRandomizedPayloads, randomBytesRatio, randomizedPayloadPoolSize, payloadFile
    case subscriptionsPerTopic, consumerPerSubscription, producersPerTopic
    case producerRate, producerStartRate, producerIncrementRate, producerIncrementSeconds
    case consumerBacklogSizeGB, backlogDrainRatio, acceptableBacklog
    case producerPauseBeforeDrain, producerPauseDuringDrain, messageRateReceivedForSubscription
    case testDurationMinutes, warmupDurationMinutes

    /// Those that a workload cannot do without.
    static let required: [OMBKey] = [
        .name, .topics, .partitionsPerTopic, .messageSize, .producersPerTopic,
        .subscriptionsPerTopic, .consumerPerSubscription, .producerRate, .testDurationMinutes,
    ]

    /// How Benchmark chooses keys.
    enum Distributor: String, CaseIterable {
        case noKey = "NO_KEY"
        case keyRoundRobin = "KEY_ROUND_ROBIN"
        case randomNano = "RANDOM_NANO"
    }

    /// Why nothing here corresponds to it; nil where something does.
    var reasonNotMapped: String? {
        switch self {
        case .payloadFile: "every value is random bytes, made for its record"
        case .randomizedPayloadPoolSize: "every record has a value of its own"
        case .producerStartRate, .producerIncrementRate, .producerIncrementSeconds:
            "a rate is not raised step by step in mid-run; list several under producers.rate"
        case .backlogDrainRatio, .acceptableBacklog:
            "lag is measured and drained to its end, not compared with a bound"
        case .producerPauseBeforeDrain, .producerPauseDuringDrain:
            "producers go on while a backlog is read"
        case .messageRateReceivedForSubscription: "a group reads every record"
        default: nil
        }
    }
}
