package import Records

/// The producers and the load they offer together.
package struct ProducerSettings: Hashable, Sendable, Codable {
    /// At least 1, at most 65,535.
    package var count = 1
    /// Records per second over all producers together.
    package var rate = Rate.max
    package var arrival = Arrival.constant
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
    /// How records without a key are spread.
    package var nullKeyPartitioner = NullKeyPartitioner.sticky

    package init() {}
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
