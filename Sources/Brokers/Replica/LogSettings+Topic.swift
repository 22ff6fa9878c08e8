import Messages
import Records
import Storage

extension LogSettings {
    /// The settings of the logs of a topic.
    init(_ topic: TopicConfiguration, plantedBugs: PlantedBugs) {
        self.init()
        self.plantedBugs = plantedBugs
        segmentBytes = topic.segmentBytes
        segmentTime = topic.segmentTime
        flushMessages = topic.flushMessages
        flushInterval = topic.flushInterval
        retentionBytes = topic.retentionBytes
        retentionTime = topic.retentionTime
        cleanupPolicy = topic.cleanupPolicy
        minCompactionLag = topic.minCompactionLag
        minCleanableDirtyRatio = topic.minCleanableDirtyRatio
        deleteRetention = topic.deleteRetention
    }
}
