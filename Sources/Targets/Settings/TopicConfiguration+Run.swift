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
        passageInterval = Self.passageInterval(configuration.producers.rate)
    }

    /// The ways of all batches are taken apart at rates where that costs nothing, of one in so many
    /// at others: a prime, so that it is not in step with anything.
    private static func passageInterval(_ rate: Rate) -> Int {
        if case .recordsPerSecond(let rate) = rate, rate <= 50_000 { 1 } else { 17 }
    }
}
