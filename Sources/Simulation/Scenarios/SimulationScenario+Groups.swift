import Brokers
import Client
import ConsumerGroups
import Messages
import Records

extension SimulationScenario {
    /// Lets the consumers of some seeds share the topic as members of a group.
    mutating func drawGroup(_ random: inout RandomSource) {
        let topic = model.topic
        guard random.draw(3) == 0, topic.retentionBytes == nil, topic.retentionTime == nil,
            topic.cleanupPolicy == .delete
        else { return }
        consumers = 2 + random.draw(2)
        model.offsetsTopic = offsetsTopic(&random)
        let home = GroupID(0).partition(of: model.offsetsTopic?.partitions ?? 1)
        var group = GroupSettings(
            group: GroupID(0), topic: TopicID(0),
            offsetsPartition: TopicPartition(topic: TopicID(1), partition: home))
        group.assignors = [random.pick(AssignorName.allCases)]
        group.sessionTimeout = .milliseconds(Int64(1_500 + random.draw(2_000)))
        group.heartbeatInterval = group.sessionTimeout / 4
        group.pollIntervalMax = .seconds(Double(4 + random.draw(4)))
        group.commit.mode = random.pick([.sync, .async, .auto])
        group.commit.interval = .milliseconds(500)
        self.group = group
        hasStaticMembers = random.draw(3) == 0
        consumer.requestTimeout = .seconds(3)
        model.broker.groups.initialRebalanceDelay = .milliseconds(random.pick([0, 100, 500]))
        model.broker.groups.commitTimeout = .seconds(2)
    }

    /// Nothing that is acknowledged there may get lost, whatever a disk loses: groups are held to
    /// that.
    private func offsetsTopic(_ random: inout RandomSource) -> TopicConfiguration {
        var offsets = TopicConfiguration()
        offsets.name = "__consumer_offsets"
        offsets.partitions = 1 + random.draw(2)
        offsets.replicationFactor = 3
        offsets.minInsyncReplicas = 2
        offsets.segmentBytes = random.pick([4 << 10, 16 << 10])
        offsets.flushMessages = 1
        offsets.holdsGroups = true
        return offsets
    }
}
