package import Records

/// The cluster that is to be driven.
package struct ClusterConfiguration: Sendable {
    /// At least 1.
    package var brokers = 3
    /// Shards among which every broker's partitions and the clients are divided, and the most
    /// threads that work: at least 1.
    package var shards = 1
    /// The directory that holds a directory for each broker.
    package var dataDirectory = ""
    /// `replica.lag.time.max.ms`.
    package var replicaLagTimeMax = Nanoseconds.seconds(30)
    package var network = LinkSettings()
    /// Seeds the links' jitter.
    package var seed: UInt64 = 0

    package init() {}
}
