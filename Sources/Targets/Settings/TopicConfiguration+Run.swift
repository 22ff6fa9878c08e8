import Messages
import Workloads

extension TopicConfiguration {
    /// The topic that a run's configuration asks for.
    init(_ configuration: RunConfiguration) {
        self.init()
        name = configuration.workload
        partitions = configuration.topic.allPartitions
        replicationFactor = configuration.topic.replicationFactor
        minInsyncReplicas = configuration.topic.minInsyncReplicas
        allowsUncleanElection = configuration.topic.allowsUncleanElection
        segmentBytes = configuration.topic.segmentBytes
        segmentTime = configuration.topic.segmentTime
        retentionBytes = configuration.topic.retentionBytes
        retentionTime = configuration.topic.retentionTime
        cleanupPolicy = configuration.topic.cleanupPolicy
        minCompactionLag = configuration.topic.minCompactionLag
        minCleanableDirtyRatio = configuration.topic.minCleanableDirtyRatio
        deleteRetention = configuration.topic.deleteRetention
        flushMessages = configuration.cluster.flushMessages
        flushInterval = configuration.cluster.flushInterval
        sparesUnread = configuration.holdsRetention
        passageInterval = Self.passageInterval(configuration.producers.rate)
    }

    /// The ways of all batches are taken apart where there are few, of one in so many where it
    /// would show in what it measures: taking apart each at 20,000 records/s, in batches of one,
    /// adds 5 % to the median latency. Primes, so that they are in step with nothing.
    private static func passageInterval(_ rate: Rate) -> Int {
        guard case .recordsPerSecond(let rate) = rate else { return 17 }
        return rate <= 5_000 ? 1 : rate <= 50_000 ? 7 : 17
    }
}

extension RunConfiguration {
    /// Whether retention and compaction wait for the groups.
    var holdsRetention: Bool {
        topic.losesRecords && topic.retentionSparesUnread && consumers.groups > 0
    }
}
