package import Messages
package import Records
package import Replication

/// The controller of one listener's partitions: which brokers live, who leads, who is in sync.
///
/// One reliable state machine, a step function over messages and time; its own consensus is out
/// of scope. Each change raises the metadata version and is told at once to the brokers that have
/// replicas; a heartbeat from a broker that lacks changes brings them again. So every message may
/// be lost, come twice or late.
package struct Controller {
    package let brokers: [BrokerID]
    let settings: ControllerSettings
    var topics: [Topic] = []
    var registry: BrokerRegistry
    /// By broker number.
    var sessions: [Session]
    /// The number of the latest change.
    package internal(set) var version: Int64 = 0
    /// What changed in this step.
    var changed: [Place] = []
    var nextBalance: Instant
    /// When `tick` wants to be called next.
    package internal(set) var nextTick: Instant

    struct Topic {
        var configuration: TopicConfiguration
        let initialPartitions: Int
        /// All of the topic's, nil where another controller decides.
        var partitions: [Partition?]
    }

    struct Partition {
        var leadership: PartitionLeadership
        /// The metadata version of the last change.
        var changedAt: Int64
        /// Brokers whose replicas are of no use until the broker starts again or a leader takes
        /// them in.
        var offline: [BrokerID] = []
        /// The last proposal that was refused for good: its leader has given it up.
        var refusal: RefusedProposal?
    }

    /// A leader's proposal, by its number in the leader's epoch and incarnation.
    struct RefusedProposal {
        let leaderEpoch: LeaderEpoch
        let brokerEpoch: Int64?
        let number: Int64

        init(_ request: AlterPartitionRequest) {
            leaderEpoch = request.leaderEpoch
            brokerEpoch = request.members.first { $0.broker == request.leader }?.brokerEpoch
            number = request.number
        }

        /// Whether it was given up with this one or before.
        func covers(_ other: RefusedProposal) -> Bool {
            leaderEpoch == other.leaderEpoch && brokerEpoch == other.brokerEpoch
                && number >= other.number
        }
    }

    struct Session {
        var incarnation: Int64 = 0
        var lastHeard: Instant
        /// The broker has been let go: it will close its logs.
        var isLeaving = false
    }

    /// A partition's place in `topics`.
    struct Place: Equatable {
        let topic: Int
        let partition: Int
    }

    /// - Parameter brokers: 0 and up without a gap; all alive, each in its first incarnation.
    package init(
        brokers: [BrokerID], settings: ControllerSettings = ControllerSettings(), now: Instant
    ) {
        self.brokers = brokers
        self.settings = settings
        registry = BrokerRegistry(brokers: brokers.count)
        sessions = brokers.map { _ in Session(lastHeard: now) }
        nextBalance = settings.leaderImbalanceCheckInterval.map { now + $0 } ?? .distantFuture
        nextTick = now
        setNextTick()
    }

    /// Takes a message.
    package mutating func handle(
        _ message: ControllerMessage, now: Instant, effects: inout ControllerEffects
    ) {
        switch message {
        case .register(let registration): register(registration, now: now, effects: &effects)
        case .heartbeat(let heartbeat): take(heartbeat, now: now, effects: &effects)
        case .alterPartition(let request): alter(request, effects: &effects)
        case .metadata(let client, let topic):
            effects.toClients.append((client, .metadata(metadata(of: topic))))
        case .createPartitions(let topic, let count):
            createPartitions(of: topic, count: count, effects: &effects)
        }
        setNextTick()
    }

    /// Creates a topic and tells its brokers.
    ///
    /// - Precondition: at least one partition, and no more replicas than brokers.
    package mutating func createTopic(
        _ configuration: TopicConfiguration, effects: inout ControllerEffects
    ) -> TopicID {
        var empty = configuration
        empty.partitions = 0
        topics.append(
            Topic(
                configuration: empty, initialPartitions: configuration.partitions, partitions: []))
        let topic = TopicID(topics.count - 1)
        createPartitions(of: topic, count: configuration.partitions, effects: &effects)
        return topic
    }

    // MARK: What it knows

    /// A topic's settings, with the number of partitions that it has now.
    package func configuration(of topic: TopicID) -> TopicConfiguration {
        topics[Int(topic.rawValue)].configuration
    }

    /// The present state of each partition of a topic that this controller decides about, in
    /// order.
    package func states(of topic: TopicID) -> [PartitionState] {
        let number = Int(topic.rawValue)
        return topics[number].partitions.indices.compactMap {
            state(Place(topic: number, partition: $0))
        }
    }

    /// The record of one partition; nil where this controller does not decide about it.
    package func leadership(of partition: TopicPartition) -> PartitionLeadership? {
        place(of: partition).flatMap { self[$0]?.leadership }
    }

    /// Whether the controller takes the broker for alive.
    package func isLive(_ broker: BrokerID) -> Bool { registry.isLive(broker) }

    /// The epoch that a broker is known by.
    package func brokerEpoch(of broker: BrokerID) -> Int64 { registry.epoch(of: broker) }

    private func metadata(of topic: TopicID) -> TopicMetadata {
        let isKnown = topics.indices.contains(Int(topic.rawValue))
        let partitions = (isKnown ? states(of: topic) : []).map {
            TopicMetadata.Partition(
                partition: $0.partition.partition, leader: $0.leader, leaderEpoch: $0.leaderEpoch)
        }
        return TopicMetadata(topic: topic, partitions: partitions, listener: settings.listener)
    }

    subscript(place: Place) -> Partition? {
        get { topics[place.topic].partitions[place.partition] }
        set { topics[place.topic].partitions[place.partition] = newValue }
    }

    func place(of partition: TopicPartition) -> Place? {
        let topic = Int(partition.topic.rawValue)
        let index = partition.partition.index
        guard topics.indices.contains(topic), topics[topic].partitions.indices.contains(index)
        else { return nil }
        return Place(topic: topic, partition: index)
    }

    func state(_ place: Place) -> PartitionState? {
        guard let leadership = self[place]?.leadership else { return nil }
        return PartitionState(
            partition: TopicPartition(
                topic: TopicID(place.topic), partition: PartitionIndex(place.partition)),
            replicas: leadership.replicas, leader: leadership.leader,
            leaderEpoch: leadership.leaderEpoch, inSyncReplicas: leadership.inSyncReplicas,
            partitionEpoch: leadership.partitionEpoch)
    }
}
