public import Records

/// The producers and the load they offer together.
public struct ProducerSettings: Hashable, Sendable, Codable {
    /// At least 1, at most 65,535.
    public var count = 1
    /// Records per second over all producers together.
    public var rate = Rate.max
    public var arrival = Arrival.constant
    public var acks = Acks.all
    /// `batch.size`, bytes.
    public var batchBytes = 64 << 10
    /// `linger.ms`.
    public var linger = Nanoseconds.zero
    /// `max.in.flight.requests.per.connection`: at least 1.
    public var maxInFlight = 5
    /// `buffer.memory`, bytes for each producer.
    public var bufferMemoryBytes = 32 << 20
    public var compression = Codec.none
    /// How records without a key are spread.
    public var nullKeyPartitioner = NullKeyPartitioner.sticky

    public init() {}
}

/// How intended send times are spaced at a fixed rate.
public enum Arrival: String, Hashable, Sendable, Codable, CaseIterable {
    /// Evenly.
    case constant
    /// Independently: exponential gaps of the same mean.
    case poisson
}

/// How records without a key are spread over the partitions.
public enum NullKeyPartitioner: String, Hashable, Sendable, Codable, CaseIterable {
    /// Stay with one partition until a batch is full, then draw another (KIP-794).
    case sticky
    /// The next partition for each record.
    case roundRobin = "round-robin"
}
