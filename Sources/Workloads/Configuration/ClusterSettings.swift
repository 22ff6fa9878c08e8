package import Records

/// The brokers and what lies between them.
package struct ClusterSettings: Hashable, Sendable, Codable {
    /// At least 1.
    package var brokers = 3
    package var network = NetworkSettings()
    /// `flush.messages`: fsync after this many records; nil leaves it to the page cache.
    package var flushMessages: Int?
    /// `flush.ms`: fsync when unflushed records are older than this; nil is never.
    package var flushInterval: Nanoseconds?
    /// `replica.lag.time.max.ms`.
    package var replicaLagTimeMax = Nanoseconds.seconds(30)

    package init() {}
}

/// Every link between two of clients and brokers.
package struct NetworkSettings: Hashable, Sendable, Codable {
    /// `rtt`: half of it is added each way.
    package var roundTripTime = Nanoseconds.zero
    /// `jitter`: up to this is added each way, evenly drawn; messages of a link keep their order.
    package var jitter = Nanoseconds.zero
    /// `bandwidth` in bytes per second of each link and direction; nil is unlimited.
    package var bandwidthBytesPerSecond: Double?

    package init() {}
}
