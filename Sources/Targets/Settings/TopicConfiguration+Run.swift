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
    }
}
