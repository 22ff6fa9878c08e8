package import Messages
package import Records
import Replication

/// The cluster's controller: topics, leaders and in-sync sets. One reliable in-process state
/// machine; its own consensus is out of scope.
package struct Controller {
    package let brokers: [BrokerID]
    private var topics: [Topic] = []

    private struct Topic {
        let configuration: TopicConfiguration
        var partitions: [PartitionLeadership]
    }

    package init(brokers: [BrokerID]) { self.brokers = brokers }

    /// Creates a topic and answers what its brokers are to be told, partition by partition.
    ///
    /// - Precondition: at least one partition, and no more replicas than brokers.
    package mutating func createTopic(_ configuration: TopicConfiguration) -> TopicID {
        let assignment = ReplicaPlacement.assign(
            partitions: configuration.partitions,
            replicationFactor: configuration.replicationFactor, brokers: brokers,
            firstLeader: topics.count)
        topics.append(
            Topic(
                configuration: configuration,
                partitions: assignment.map { PartitionLeadership(replicas: $0) }))
        return TopicID(topics.count - 1)
    }

    /// A topic's settings.
    package func configuration(of topic: TopicID) -> TopicConfiguration {
        topics[Int(topic.rawValue)].configuration
    }

    /// The present state of every partition of a topic, in order.
    package func states(of topic: TopicID) -> [PartitionState] {
        topics[Int(topic.rawValue)].partitions.enumerated().map { index, leadership in
            state(
                TopicPartition(topic: topic, partition: PartitionIndex(index)), leadership)
        }
    }

    /// Takes a leader's request for another in-sync set.
    package mutating func handle(_ request: AlterPartitionRequest) -> AlterPartitionResponse {
        let topic = Int(request.partition.topic.rawValue)
        let index = request.partition.partition.index
        var error = ErrorCode.none
        do throws(PartitionLeadership.Refusal) {
            try topics[topic].partitions[index].alter(
                inSyncReplicas: request.inSyncReplicas, by: request.leader,
                leaderEpoch: request.leaderEpoch, partitionEpoch: request.partitionEpoch)
        } catch .notLeader {
            error = .fencedLeaderEpoch
        } catch {
            // A stale partition epoch or an impossible set: the asker starts from the answer.
            return AlterPartitionResponse(
                error: .invalidUpdateVersion,
                state: state(request.partition, topics[topic].partitions[index]))
        }
        return AlterPartitionResponse(
            error: error, state: state(request.partition, topics[topic].partitions[index]))
    }

    private func state(
        _ partition: TopicPartition, _ leadership: PartitionLeadership
    ) -> PartitionState {
        PartitionState(
            partition: partition, replicas: leadership.replicas, leader: leadership.leader,
            leaderEpoch: leadership.leaderEpoch, inSyncReplicas: leadership.inSyncReplicas,
            partitionEpoch: leadership.partitionEpoch)
    }
}
