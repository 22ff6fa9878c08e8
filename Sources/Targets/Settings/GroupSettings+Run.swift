import Client
import Cluster
import Messages
import Records
import Workloads

extension GroupSettings {
    /// How a member of a subscribed group takes part in it.
    ///
    /// - Parameters:
    ///   - member: its number in the group, from 0.
    ///   - wallTime: the time as nanoseconds since 1970.
    init(
        _ settings: ConsumerSettings, group: GroupID, member: Int,
        offsetsPartition: TopicPartition, wallTime: Instant
    ) {
        self.init(group: group, topic: .load, offsetsPartition: offsetsPartition)
        instance = settings.isStatic ? GroupInstanceID(member) : nil
        assignors = [settings.assignment.assignor]
        sessionTimeout = settings.sessionTimeout
        heartbeatInterval = settings.heartbeatInterval
        pollIntervalMax = settings.pollIntervalMax
        reset = ResetPolicy(settings.reset, wallTime: wallTime)
        commit.moment = settings.commit.moment == .after ? .after : .before
        commit.mode =
            switch settings.commit.mode {
            case .sync: .sync
            case .async: .async
            case .auto: .auto
            }
        commit.interval = settings.commit.interval
    }
}

extension GroupAssignment {
    /// The assignor of a subscribed group; range for what has none.
    fileprivate var assignor: AssignorName {
        switch self {
        case .manual, .range: .range
        case .roundRobin: .roundRobin
        case .sticky: .sticky
        case .cooperativeSticky: .cooperativeSticky
        }
    }
}

extension TopicConfiguration {
    /// The topic that holds the groups' offsets; nil where no group subscribes. Replicated and
    /// compacted as in Kafka; fewer partitions, smaller segments, and one replica fewer than all
    /// that has to be in sync.
    static func offsets(_ configuration: RunConfiguration) -> TopicConfiguration? {
        guard configuration.consumers.isSubscribed else { return nil }
        var topic = TopicConfiguration()
        topic.name = "__consumer_offsets"
        topic.partitions = 4
        topic.replicationFactor = min(3, configuration.cluster.brokers)
        topic.minInsyncReplicas = max(1, topic.replicationFactor - 1)
        topic.segmentBytes = 4 << 20
        topic.cleanupPolicy = .compact
        topic.flushMessages = configuration.cluster.flushMessages
        topic.flushInterval = configuration.cluster.flushInterval
        topic.holdsGroups = true
        return topic
    }
}
