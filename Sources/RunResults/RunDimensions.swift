/// The settings that tell one configuration from another, as the CSV columns name them.
/// Two runs with equal dimensions are repetitions of each other.
package struct RunDimensions: Hashable, Sendable, Codable {
    package var workload = ""
    /// `embedded`, `simulated` or `null`, later `kafka`.
    package var engine = ""
    /// `uniform`, `zipfian 0.99`, `hot-set 0.9 on 0.1`, `none`, `wrong-field`.
    package var keyDistribution = ""
    package var keyCardinality = 0
    /// Bytes of key and value, the mean where values differ in size.
    package var recordBytes = 0
    /// `max`, `search`, or records per second as a decimal number.
    package var rate = ""
    /// `constant`, `poisson`, `bursts`; empty where no rate is given.
    package var arrival = ""
    package var partitions = 0
    package var replicationFactor = 0
    package var minInsyncReplicas = 0
    /// `0`, `1` or `all`.
    package var acks = ""
    package var brokers = 0
    package var producers = 0
    package var groups = 0
    /// Members of each group.
    package var consumers = 0
    package var batchBytes = 0
    package var lingerMilliseconds = 0.0
    package var maxInFlight = 0
    package var compression = ""
    /// `sticky` or `round-robin`; empty where records have keys.
    package var nullKeyPartitioner = ""
    package var roundTripMicroseconds = 0.0
    package var jitterMicroseconds = 0.0
    /// Megabits per second; 0 is unlimited.
    package var bandwidthMegabitsPerSecond = 0.0
    package var serviceTimeMicroseconds = 0.0
    /// 0 is off.
    package var flushMessages = 0
    /// 0 is off.
    package var flushMilliseconds = 0.0
    /// Bytes of the value alone, the mean where values differ in size.
    package var valueBytes = 0
    package var segmentBytes = 0
    /// 0 is never.
    package var segmentMilliseconds = 0.0
    /// Bytes kept of each partition; 0 is everything.
    package var retentionBytes = 0
    /// Bytes for each producer.
    package var bufferMemoryBytes = 0
    package var replicaLagTimeMaxMilliseconds = 0.0

    // Settings that came later; nil in results that were written before.

    package var enableIdempotence: Bool?
    /// How often a batch is sent again at most.
    package var retriesMax: Int?
    package var retryBackoffMilliseconds: Double?
    package var retryBackoffMaxMilliseconds: Double?
    package var requestTimeoutMilliseconds: Double?
    package var deliveryTimeoutMilliseconds: Double?
    package var metadataAgeMaxMilliseconds: Double?
    package var uncleanLeaderElection: Bool?
    package var replicaFetchWaitMaxMilliseconds: Double?
    package var replicaFetchTimeoutMilliseconds: Double?
    package var sessionTimeoutMilliseconds: Double?
    package var heartbeatIntervalMilliseconds: Double?
    /// 0 is never.
    package var leaderImbalanceCheckSeconds: Double?
    /// `live` or `drained`.
    package var partitionSwitch: String?
    /// `delete`, `compact` or `compact,delete`.
    package var cleanupPolicy: String?
    /// 0 keeps everything.
    package var retentionMilliseconds: Double?
    package var retentionSparesUnread: Bool?
    package var minCompactionLagMilliseconds: Double?
    package var minCleanableDirtyRatio: Double?
    package var deleteRetentionMilliseconds: Double?
    /// Bytes per second; 0 is unlimited.
    package var cleanerBytesPerSecond: Int?
    /// `manual`, or how a subscribed group divides the partitions: `range`, `sticky`.
    package var assignment: String?
    /// Whether members are static. This and what follows is nil where groups do not subscribe.
    package var staticMembers: Bool?
    /// `earliest`, `latest`, `none`, an offset, or a time ago.
    package var offsetReset: String?
    package var memberSessionTimeoutMilliseconds: Double?
    package var memberHeartbeatMilliseconds: Double?
    package var pollIntervalMaxMilliseconds: Double?
    /// `after` or `before`.
    package var commitMoment: String?
    /// `sync`, `async`, or `auto` with its interval.
    package var commitMode: String?
    /// 0 is none.
    package var backlogBytes: Int?
    /// `fixed`, `exponential`, or `lognormal` with its sigma.
    package var serviceTimeDistribution: String?
    /// `fixed`, or how the sizes of values are drawn: `lognormal 900 sigma 0.4, 32 to 65447`.
    package var valueDistribution: String?
    /// The part of each value that compresses away; nil where batches are not compressed.
    package var compressibility: Double?
    /// Headers of each record.
    package var headers: Int?
    /// Bytes of the value of each header; nil without headers.
    package var headerBytes: Int?
    /// What shapes the rate of an arrival beside its name; empty where nothing does.
    package var arrivalShape: String?
    package var topics: Int?
    /// `always`, or `warmup` where only reading is measured.
    package var sending: String?
    /// Producers that are connected and send nothing.
    package var idleProducers: Int?
    /// The faults as the workload file has them, separated by `;`; empty for none.
    package var faultPlan: String?

    package init() {}
}
