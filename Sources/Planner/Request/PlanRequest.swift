/// The load that a topic has to carry, as a user states it.
package enum OfferedThroughput: Hashable, Sendable {
    /// Bytes of keys and values per second.
    case bytesPerSecond(Double)
    case recordsPerSecond(Double)
}

/// What a plan is asked for. `CapacityPlanner.plan` refuses values outside the ranges below.
package struct PlanRequest: Hashable, Sendable, Codable {
    /// The peak of the topic in bytes of keys and values per second: above 0, at most 1e15.
    package var throughputBytesPerSecond: Double
    /// Bytes of key and value of one record: 1 to 1 GiB.
    package var recordBytes: Int
    /// Broker (or rack) failures that no acknowledged record may be lost to: 0 to 100.
    package var survive = 1
    /// Broker (or rack) failures during which writes go on: 0 to 100.
    package var stayWritable = 1
    /// The share of all records that carry the most frequent key, above 0 and at most 1; nil
    /// when it is not known, and then keys count as evenly spread.
    package var topKeyShare: Double?
    /// Independent consumer groups that each read the whole topic: 0 to 10,000.
    package var groups = 1
    /// What the handling of one record takes, seconds, above 0; nil when it is not known.
    package var serviceTimeSeconds: Double?
    /// How long records are kept, seconds, 0 to 100 years; nil when no need was stated.
    package var retentionSeconds: Double?
    /// How often a scheduled batch handles what came since the last, seconds, above 0 to 100 years;
    /// nil where records are handled as they come.
    package var batchEverySeconds: Double?
    /// Whether records are looked up by what they hold.
    package var isLookedUp = false
    /// The partitions that the topic has today: 1 to 200,000; nil for a new topic.
    package var currentPartitions: Int?
    /// Brokers at hand: 1 to 100,000; nil when the plan may choose.
    package var brokers: Int?
    /// What one partition takes from producers, bytes per second, above 0; overrides results.
    package var perPartitionBytesPerSecond: Double?
    /// What one consumer reads, bytes per second, above 0; overrides results.
    package var perConsumerBytesPerSecond: Double?
    /// The share of a partition's rate that a plan uses, above 0 and at most 1. 0.8, as the AWS
    /// MSK sizing rule has it.
    package var produceUtilisation = 0.8
    /// The share of a consumer's rate that a plan uses (rho*), above 0 and at most 1. 0.7, as
    /// the Flink autoscaler has it.
    package var consumeUtilisation = 0.7

    package init(throughput: OfferedThroughput, recordBytes: Int) {
        switch throughput {
        case .bytesPerSecond(let rate): throughputBytesPerSecond = rate
        case .recordsPerSecond(let rate): throughputBytesPerSecond = rate * Double(recordBytes)
        }
        self.recordBytes = recordBytes
    }

    /// The peak of the topic in records per second.
    package var recordsPerSecond: Double { throughputBytesPerSecond / Double(recordBytes) }

    /// The bytes per second that one consumer's handler gets through: 1/s records; nil when the
    /// service time is not known.
    var handlerBytesPerSecond: Double? { serviceTimeSeconds.map { Double(recordBytes) / $0 } }
}
