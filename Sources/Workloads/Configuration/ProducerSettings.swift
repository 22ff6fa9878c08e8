package import Records

/// The producers and the load they offer together.
package struct ProducerSettings: Hashable, Sendable, Codable {
    /// At least 1, at most 65,535.
    package var count = 1
    /// Producers that are connected beside them and send nothing.
    package var idle = 0
    /// When they send.
    package var send = SendingTime.always
    /// Records per second over all producers together.
    package var rate = Rate.max
    package var arrival = Arrival.constant
    /// Read only where the rate is searched.
    package var search = SearchSettings()
    /// What the rate does meanwhile, where arrivals are neither constant nor poisson.
    package var shape = ArrivalSettings()
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
    /// `enable.idempotence` as the file says it; `isIdempotent` is what it comes to.
    package var idempotence = IdempotenceChoice.auto
    /// `retries`: how often a batch is sent again at most; 0 is never.
    package var retries = Int(Int32.max)
    /// `retry.backoff.ms`: before a batch is sent again, twice as long each time.
    package var retryBackoff = Nanoseconds.milliseconds(100)
    /// `retry.backoff.max.ms`: at least `retryBackoff`.
    package var retryBackoffMax = Nanoseconds.seconds(1)
    /// `request.timeout.ms`: how long a request may go unanswered; above 0.
    package var requestTimeout = Nanoseconds.seconds(30)
    /// `delivery.timeout.ms`: from a batch's opening until it has an outcome; at least the linger
    /// and the request timeout together.
    package var deliveryTimeout = Nanoseconds.seconds(120)
    /// `metadata.max.age.ms`: how old the known leaders may get without an error; above 0.
    package var metadataAgeMax = Nanoseconds.seconds(300)
    /// How records without a key are spread.
    package var nullKeyPartitioner = NullKeyPartitioner.sticky
    /// `partition.switch`.
    package var partitionSwitch = PartitionSwitch.live

    package init() {}

    /// Whether the brokers keep each batch once and in order.
    package var isIdempotent: Bool {
        switch idempotence {
        case .yes: true
        case .no: false
        case .auto: canBeIdempotent
        }
    }

    /// Kafka's rule: all in-sync replicas acknowledge, at most 5 requests are in flight, and a
    /// failed one may be sent again.
    package var canBeIdempotent: Bool { acks == .all && maxInFlight <= 5 && retries > 0 }
}

/// `enable.idempotence` as a workload file writes it.
package enum IdempotenceChoice: String, Hashable, Sendable, Codable, CaseIterable {
    /// Wherever the other settings allow it.
    case auto
    case yes = "true"
    case no = "false"
}

/// When producers send.
package enum SendingTime: String, Hashable, Sendable, Codable, CaseIterable {
    /// During the warm-up and the measured time.
    case always
    /// During the warm-up alone: what they leave is read in the measured time.
    case warmup
}

/// How intended send times are spaced at a fixed rate.
public enum Arrival: String, Hashable, Sendable, Codable, CaseIterable {
    /// Evenly.
    case constant
    /// Independently: exponential gaps of the same mean.
    case poisson
    /// Evenly for a while, then none for a while, and so on.
    case bursts
    /// Evenly at one rate after another, for equal parts of the measured time.
    case step
    /// At a rate that changes steadily over the measured time.
    case ramp
    /// At a rate that rises and falls as a sine.
    case diurnal

    /// Whether the rate changes with time.
    package var isShaped: Bool { self != .constant && self != .poisson }
}

/// How records without a key are spread over the partitions.
public enum NullKeyPartitioner: String, Hashable, Sendable, Codable, CaseIterable {
    /// Stay with one partition until a batch is full, then draw another (KIP-794).
    case sticky
    /// The next partition for each record.
    case roundRobin = "round-robin"
}
