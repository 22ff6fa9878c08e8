public import Records

/// The brokers and what lies between them.
public struct ClusterSettings: Hashable, Sendable, Codable {
    /// At least 1.
    public var brokers = 3
    public var network = NetworkSettings()
    /// `flush.messages`: fsync after this many records; nil leaves it to the page cache.
    public var flushMessages: Int?
    /// `flush.ms`: fsync when unflushed records are older than this; nil is never.
    public var flushInterval: Nanoseconds?
    /// `replica.lag.time.max.ms`.
    public var replicaLagTimeMax = Nanoseconds.seconds(30)

    public init() {}
}

/// Every link between two of clients and brokers.
public struct NetworkSettings: Hashable, Sendable, Codable {
    /// `rtt`: half of it is added each way.
    public var roundTripTime = Nanoseconds.zero
    /// `jitter`: up to this is added each way, evenly drawn; messages of a link keep their order.
    public var jitter = Nanoseconds.zero
    /// `bandwidth` in bytes per second of each link and direction; nil is unlimited.
    public var bandwidthBytesPerSecond: Double?

    public init() {}
}
