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
    /// `request.timeout.ms`: how long the broker may take to acknowledge; a connection on which
    /// an answer is overdue counts as broken.
    package var requestTimeout = Nanoseconds.seconds(30)
    /// `enable.idempotence`: the broker keeps each batch once and in order. At most 5 in flight.
    package var isIdempotent = false
    /// The sequence of an idempotent producer's first record in each partition, from 0. Logs take
    /// any from a producer that they do not know; after 2^31 − 1 comes 0.
    package var firstSequence: Int32 = 0
    /// `delivery.timeout.ms`: from the batch's opening until it has an outcome.
    package var deliveryTimeout = Nanoseconds.seconds(120)
    /// `retries`: how often a batch is sent again at most, within the delivery timeout.
    package var retriesMax = Int(Int32.max)
    /// `retry.backoff.ms`: before a batch is sent again, twice as long each time.
    package var retryBackoff = Nanoseconds.milliseconds(100)
    /// `retry.backoff.max.ms`.
    package var retryBackoffMax = Nanoseconds.seconds(1)
    /// `metadata.max.age.ms`: how old the known leaders may get without an error.
    package var metadataAgeMax = Nanoseconds.seconds(300)
    /// The headers that every record has, as a record holds them; empty for none.
    package var headers: [UInt8] = []
    /// Bugs that tests switch on.
    package var plantedBugs = PlantedBugs()

    package init() {}
}
