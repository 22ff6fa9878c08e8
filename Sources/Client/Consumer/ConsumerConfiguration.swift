package import Records

/// A consumer's settings, with Kafka's names in the comments.
package struct ConsumerConfiguration: Hashable, Sendable {
    /// `max.partition.fetch.bytes`.
    package var fetchBytesMax = 1 << 20
    /// `fetch.max.wait.ms`.
    package var fetchWaitMax = Nanoseconds.milliseconds(500)
    /// How long to wait before asking again after an error.
    package var retryBackoff = Nanoseconds.milliseconds(100)

    package init() {}
}
