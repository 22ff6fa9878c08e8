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
    /// `replica.fetch.wait.max.ms`: how long a leader may hold an empty fetch; at most
    /// `replicaLagTimeMax`.
    package var replicaFetchWaitMax = Nanoseconds.milliseconds(500)
    /// `replica.socket.timeout.ms`: how long a follower waits for an answer before it asks again;
    /// at least `replicaFetchWaitMax`.
    package var replicaFetchTimeout = Nanoseconds.seconds(30)
    /// `broker.session.timeout.ms`: a broker that is not heard for this long is taken for dead.
    package var sessionTimeout = Nanoseconds.seconds(9)
    /// `broker.heartbeat.interval.ms`: below `sessionTimeout`.
    package var heartbeatInterval = Nanoseconds.seconds(2)
    /// `log.cleaner.io.max.bytes.per.second`: what the cleaner of each broker reads and writes; nil
    /// is unlimited.
    package var cleanerBytesPerSecond: Int?
    /// `leader.imbalance.check.interval.seconds`: how often leadership goes back to preferred
    /// replicas; nil is never.
    package var leaderImbalanceCheckInterval: Nanoseconds? = .seconds(300)

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
