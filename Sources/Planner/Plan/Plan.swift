/// A sizing, why it is so, and what would change it.
package struct Plan: Hashable, Sendable, Codable {
    package var request: PlanRequest
    package var source: PlanSource
    package var partitions: Int
    /// The fewest partitions that meet every constraint, before rounding up.
    package var partitionsMin: Int
    /// Jun Rao's max(t/p, t/c), for comparison: no headroom and no skew.
    package var partitionsByRao: Int
    package var replicationFactor: Int
    package var minInsyncReplicas: Int
    /// `1` or `all`.
    package var acks: String
    /// Members of each group; 0 when nothing reads the topic.
    package var consumersPerGroup: Int
    package var brokersMin: Int
    /// The constraint that asks for the most partitions or, among equals, has the least slack.
    package var bindingConstraint: ConstraintName
    package var constraints: [PlanConstraint]
    package var verdicts: [PlanVerdict]
    /// What would change the answer, nearest first.
    package var flippingInputs: [FlippingInput]
    /// Nil when no retention was stated.
    package var disk: DiskLoad?
    package var network: NetworkLoad
    /// Nil when there is one broker.
    package var networkOneBrokerDown: NetworkLoad?
    /// Nil for a new topic and when its partitions are kept.
    package var repartitioning: Repartitioning?
    /// Nil when no fixed-rate row of the setting was measured.
    package var latency: MeasuredLatency?
    /// The replication rule, with its numbers.
    package var durabilityReason: String
    package var caveats: [String]

    /// The constraint named by `bindingConstraint`.
    package var binding: PlanConstraint? {
        constraints.first { $0.name == bindingConstraint }
    }
}

/// An answer beyond the numbers.
package struct PlanVerdict: Hashable, Sendable, Codable {
    /// Raw values are stable names for CSV and JSON.
    package enum Kind: String, Hashable, Sendable, Codable {
        /// A table or a queue does.
        case noLogNeeded = "no-log-needed"
        /// A batch that runs now and then does.
        case batchIsEnough = "batch-is-enough"
        /// Lookups take a table.
        case tableForLookups = "table-for-lookups"
        case onePartitionIsEnough = "one-partition-is-enough"
        /// The partitions that the topic has suffice.
        case keepPartitions = "keep-partitions"
    }

    package var kind: Kind
    /// In plain words, with the numbers it rests on.
    package var text: String
    /// The input that flips it.
    package var flip: String

    package init(kind: Kind, text: String, flip: String) {
        self.kind = kind
        self.text = text
        self.flip = flip
    }
}

/// An input whose change beyond `value` changes the answer.
package struct FlippingInput: Hashable, Sendable, Codable {
    /// Raw values are stable names for CSV and JSON.
    package enum Input: String, Hashable, Sendable, Codable {
        case throughput
        case topKeyShare = "top-key-share"
    }

    package var input: Input
    package var value: Double
    package var unit: PlanUnit
    package var text: String

    package init(input: Input, value: Double, unit: PlanUnit, text: String) {
        self.input = input
        self.value = value
        self.unit = unit
        self.text = text
    }
}
