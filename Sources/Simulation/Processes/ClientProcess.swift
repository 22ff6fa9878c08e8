import Client
import DequeModule
import Messages
import Records

/// A producer or consumer as a process of its own.
final class ClientProcess {
    let id: ClientID
    var role: Role
    /// What it is made from, and made again after a crash.
    let plan: Plan
    /// Rises with each crash.
    private(set) var process: Int32 = 0
    var clock = ProcessClock()
    var inbox: Deque<ClientMessage> = []
    /// Whether it leaves its group, or has left.
    var isLeaving = false

    enum Role {
        case producer(Producer)
        case consumer(Consumer)
        /// It has crashed, and another producer will go on with this.
        case crashedProducer(ProducerRemains)
        /// It has crashed, or has not begun, and another consumer will go on from there.
        case crashedConsumer([ConsumerPosition])
    }

    enum Plan {
        case producer(ProducerConfiguration, any ProducerApplication)
        case consumer(ConsumerConfiguration, [PartitionIndex], any ConsumerApplication)
        case subscriber(
            ConsumerConfiguration, () -> GroupSettings, any ConsumerApplication)
    }

    init(id: ClientID, role: Role, plan: Plan) {
        self.id = id
        self.role = role
        self.plan = plan
    }

    var isProducer: Bool {
        switch plan {
        case .producer: true
        case .consumer, .subscriber: false
        }
    }

    var isUp: Bool {
        switch role {
        case .producer, .consumer: true
        case .crashedProducer, .crashedConsumer: false
        }
    }

    /// Whether it is in a group, or on its way into one.
    var isMember: Bool {
        guard case .subscriber = plan else { return false }
        return isUp && !isLeaving
    }

    /// When it wants its next step, if no message comes before.
    var nextStep: Instant {
        switch role {
        case .producer(let producer): producer.nextStep
        case .consumer(let consumer): consumer.nextStep
        case .crashedProducer, .crashedConsumer: .distantFuture
        }
    }

    /// What a consumer reads next of a partition, or will when it starts again; nil where it does
    /// not read it.
    func position(of partition: PartitionIndex) -> Offset? {
        switch role {
        case .consumer(let consumer): consumer.position(of: partition)
        case .crashedConsumer(let positions):
            positions.first { $0.partition == partition }?.offset
        case .producer, .crashedProducer: nil
        }
    }

    /// Ends the process: what waits for it is gone.
    func crash(leaving role: Role) {
        self.role = role
        process += 1
        isLeaving = false
        inbox.removeAll()
        clock = ProcessClock()
    }
}
