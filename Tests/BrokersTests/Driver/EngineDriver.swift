import Brokers
import Client
import Messages
import Records
import Storage

/// Brokers, their controller and clients in one thread and virtual time.
///
/// Messages and disk operations take the time that the test says; a link keeps its messages in
/// order, a log its disk operations. The same steps give the same run.
final class EngineDriver {
    var now = Instant(0)
    let pool = BufferPool()
    let topic: TopicConfiguration
    let disks: [MemoryDisk]
    let settings: BrokerSettings
    /// The present incarnation of each broker; what a dead one held can still be looked at.
    var brokers: [Broker] = []
    var controller: Controller
    let metadata: [PartitionMetadata]
    var clients: [DrivenClient] = []

    /// How long a message takes.
    var linkDelay: (Hop) -> Nanoseconds = { _ in .microseconds(100) }
    /// How long a disk operation takes.
    var diskDelay: (BrokerID, DiskOperation) -> Nanoseconds = { _, _ in .zero }
    /// Sees, and may harm, what a leader answers to a follower.
    var onFetched: (BrokerID, FetchResponse) -> Void = { _, _ in }
    /// Sees each broker's fetches as they are sent.
    var onFetch: (FetchRequest) -> Void = { _ in }
    /// Looks at the state after each event.
    var afterEvent: () -> Void = {}
    /// Whether a message is lost, besides what cut links lose.
    var isLost: (Hop, Event.What) -> Bool = { _, _ in false }
    /// How often a message comes.
    var copies: (Hop, Event.What) -> Int = { _, _ in 1 }
    /// Whether a link's messages come in the order in which they were sent.
    var keepsOrder: (Hop) -> Bool = { _ in true }
    /// What brokers and controller told of, in order.
    var events: [ClusterEvent] = []
    /// What the disks refused, in order.
    var failures: [StorageError] = []
    /// Log ends that leaders told of, the latest for each partition.
    var toldLogEnds: [TopicPartition: Offset] = [:]

    var queue: [Event] = []
    var eventCount = 0
    var lastArrival: [Hop: Instant] = [:]
    var lastCompletion: [DiskQueue: Instant] = [:]
    var pausedBrokers: Set<Int> = []
    var held: [Int: [BrokerMessage]] = [:]
    var deadBrokers: Set<Int> = []
    var cutHops: Set<Hop> = []

    enum Node: Hashable {
        case broker(Int)
        case client(Int)
        case controller
    }

    struct Hop: Hashable {
        let from: Node
        let to: Node
    }

    struct DiskQueue: Hashable {
        let broker: Int
        let owner: Int32
    }

    struct Event {
        let time: Instant
        let order: Int
        let what: What

        enum What {
            case toBroker(Int, BrokerMessage)
            case toClient(Int, ClientMessage)
            case toController(ControllerMessage)
            case disk(Int, DiskRequest)
        }
    }

    /// Makes the brokers and the topic, and lets the logs open. Disks that are handed in keep what
    /// they hold. The controller takes nobody for dead unless it is told otherwise.
    init(
        brokers count: Int = 3, settings: BrokerSettings = BrokerSettings(),
        control: ControllerSettings = .patient, disks: [MemoryDisk] = [],
        topic: TopicConfiguration
    ) {
        self.topic = topic
        self.settings = settings
        self.disks = disks.isEmpty ? (0..<count).map { _ in MemoryDisk() } : disks
        controller = Controller(
            brokers: (0..<count).map { BrokerID($0) }, settings: control, now: now)
        var effects = ControllerEffects()
        let id = controller.createTopic(topic, effects: &effects)
        metadata = controller.states(of: id).map {
            PartitionMetadata(
                leader: $0.leader ?? $0.replicas[0], leaderEpoch: $0.leaderEpoch, listener: 0)
        }
        for (number, disk) in self.disks.enumerated() {
            brokers.append(
                Broker(id: BrokerID(number), settings: settings, disk: disk, pool: pool, now: now))
        }
        for (broker, message) in effects.toBrokers {
            schedule(.toBroker(broker.index, message), at: now)
        }
        run(for: .milliseconds(1))
    }

    /// Topic settings for a test: small, replicated as asked.
    static func topic(
        partitions: Int = 1, replicas: Int = 3, minInsync: Int = 1,
        _ change: (inout TopicConfiguration) -> Void = { _ in }
    ) -> TopicConfiguration {
        var topic = TopicConfiguration()
        topic.name = "orders"
        topic.partitions = partitions
        topic.replicationFactor = replicas
        topic.minInsyncReplicas = minInsync
        topic.segmentBytes = 1 << 20
        change(&topic)
        return topic
    }

    func partition(_ index: Int) -> TopicPartition {
        TopicPartition(topic: TopicID(0), partition: PartitionIndex(index))
    }

    func leader(of partition: Int) -> Int { metadata[partition].leader.index }

    /// Who leads now, as the controller has it.
    func presentLeader(of partition: Int) -> Int? { state(of: partition).leader?.index }

    func epoch(of partition: Int) -> LeaderEpoch { state(of: partition).leaderEpoch }

    /// Brokers that have a replica of the partition, the first leader first.
    func replicas(of partition: Int) -> [Int] { state(of: partition).replicas.map(\.index) }

    func followers(of partition: Int) -> [Int] { Array(replicas(of: partition).dropFirst()) }

    /// What the controller holds of a partition.
    func state(of partition: Int) -> PartitionState { controller.states(of: TopicID(0))[partition] }

    /// The bytes of a broker's copy of a partition.
    func logBytes(_ broker: Int, _ partition: Int) -> [UInt8] {
        disks[broker].logBytes("\(topic.name)-\(partition)")
    }

    func logEnd(_ broker: Int, _ partition: Int) -> Offset {
        brokers[broker].bounds(of: self.partition(partition))?.logEnd ?? Offset(-1)
    }

    func logStart(_ broker: Int, _ partition: Int) -> Offset {
        brokers[broker].bounds(of: self.partition(partition))?.logStart ?? Offset(-1)
    }

    func highWatermark(_ broker: Int, _ partition: Int) -> Offset {
        brokers[broker].bounds(of: self.partition(partition))?.highWatermark ?? Offset(-1)
    }
}
