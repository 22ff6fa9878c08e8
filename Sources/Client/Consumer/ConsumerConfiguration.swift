package import Records

/// A consumer's settings, with Kafka's names in the comments.
package struct ConsumerConfiguration: Hashable, Sendable {
    /// `max.partition.fetch.bytes`.
    package var fetchBytesMax = 1 << 20
    /// `fetch.max.wait.ms`.
    package var fetchWaitMax = Nanoseconds.milliseconds(500)
    /// `request.timeout.ms`: how long an answer may take beyond `fetchWaitMax`.
    package var requestTimeout = Nanoseconds.seconds(30)
    /// `retry.backoff.ms`: how long to wait before asking again after an error.
    package var retryBackoff = Nanoseconds.milliseconds(100)
    /// `retry.backoff.max.ms`: how long to wait for a controller's answer.
    package var retryBackoffMax = Nanoseconds.seconds(1)

    package init() {}
}
