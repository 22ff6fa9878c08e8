/// What limits a plan. Raw values are stable names for CSV and JSON.
package enum ConstraintName: String, Hashable, Sendable, Codable, CaseIterable {
    /// The hottest partition takes its share of what producers send.
    case producePerPartition = "produce-per-partition"
    /// The busiest consumer reads its share.
    case consumePerConsumer = "consume-per-consumer"
    /// The busiest consumer's handler has time for its share.
    case consumerServiceTime = "consumer-service-time"
    /// The others keep up while one consumer of a group is down.
    case oneConsumerDown = "one-consumer-down"
    /// The hottest key alone fits one partition and one consumer.
    case hotKey = "hot-key"
    /// The replicas of a partition lie on different brokers.
    case brokers
    /// Brokers carry no more replicas than is advised.
    case replicasPerBroker = "replicas-per-broker"
    /// The cluster carries no more partitions than is advised.
    case partitionsPerCluster = "partitions-per-cluster"
    /// The target lies within reach of what was measured.
    case measuredProduce = "measured-produce-range"
    /// What all groups read lies within reach of what was measured.
    case measuredConsume = "measured-consume-range"
}

/// What a constraint's figures count.
package enum PlanUnit: String, Hashable, Sendable, Codable {
    case bytesPerSecond = "bytes/s"
    case bytes
    /// 1 is all of it.
    case share
    case count
    case seconds

    /// `value` as people read it.
    package func text(_ value: Double) -> String {
        switch self {
        case .bytesPerSecond: Figure.bytesPerSecond(value)
        case .bytes: Figure.bytes(value)
        case .share: Figure.percent(value)
        case .count: Figure.number(value)
        case .seconds: Figure.seconds(value)
        }
    }
}

/// One limit that the plan keeps to, and how near it comes.
package struct PlanConstraint: Hashable, Sendable, Codable {
    package var name: ConstraintName
    /// What the plan asks of it; in a plan, at most `limit`.
    package var demand: Double
    package var limit: Double
    package var unit: PlanUnit
    /// The unused share of the limit: 0 to 1, and 0 where the demand exceeds it.
    package var slack: Double
    /// The fewest partitions that keep to it; nil where their number plays no part.
    package var partitionsNeeded: Int?
    /// In plain words, with its numbers.
    package var reason: String

    package init(
        name: ConstraintName, demand: Double, limit: Double, unit: PlanUnit,
        partitionsNeeded: Int?, reason: String
    ) {
        self.name = name
        self.demand = demand
        self.limit = limit
        self.unit = unit
        slack = max(0, 1 - demand / limit)
        self.partitionsNeeded = partitionsNeeded
        self.reason = reason
    }
}
