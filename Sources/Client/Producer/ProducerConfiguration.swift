package import Records

/// A producer's settings, with Kafka's names in the comments.
package struct ProducerConfiguration: Hashable, Sendable {
    package var acks = Acks.all
    /// `batch.size`: bytes at which a batch is full; a larger record has a batch of its own.
    package var batchBytes = 64 << 10
    /// `linger.ms`.
    package var linger = Nanoseconds.zero
    /// `max.in.flight.requests.per.connection`: at least 1.
    package var maxInFlight = 5
    /// `buffer.memory`: bytes of batches that may wait or be in flight.
    package var bufferMemoryBytes = 32 << 20
    /// `max.request.size`: bytes after which a request takes no further batch.
    package var requestBytesMax = 1 << 20
    /// `compression.type`.
    package var codec = Codec.none
    /// `request.timeout.ms`.
    package var requestTimeout = Nanoseconds.seconds(30)

    package init() {}
}
