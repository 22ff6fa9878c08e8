import Brokers
import Client
import Faults
import Messages
import Records

/// Draws the faults of a scenario: one that makes a leader change as far as it can, three that
/// always find something to disturb, and others.
struct FaultPlan {
    let scenario: SimulationScenario
    var random: RandomSource
    /// The most partitions that a drawn fault makes.
    private(set) var partitionsMax = 0

    init(scenario: SimulationScenario, random: RandomSource) {
        self.scenario = scenario
        self.random = random
    }

    /// How many kinds are as likely as each other for each fault but the first.
    private static let kinds: [FaultKind] = [
        .kill, .kill, .kill, .restart, .restart, .pause, .pause, .slow, .cut, .cut, .cut, .delay,
        .lose, .duplicate, .powerLoss, .powerLoss, .diskFull, .diskError, .slowDisk, .bitRot,
        .crashConsumer, .crashProducer, .addPartitions,
    ]

    mutating func draw() -> [Fault] {
        var faults = [first(), disturbance(), disturbance(), disturbance()]
        for _ in 0..<(1 + random.draw(6)) { faults.append(other()) }
        if let group = scenario.group {
            for _ in 0..<(1 + random.draw(3)) { faults.append(change(of: group)) }
            if random.draw(2) == 0 { faults.append(lateJoin()) }
        }
        return faults.sorted { $0.at < $1.at }
    }

    /// A member of a group dies or leaves, and comes back before or after its session ends.
    private mutating func change(of group: GroupSettings) -> Fault {
        let member = random.draw(scenario.consumers)
        let least = random.draw(2) == 0 ? Nanoseconds.milliseconds(100) : group.sessionTimeout
        return Fault(
            at: time(),
            action: random.draw(3) == 0 ? .leaveConsumer(member) : .crashConsumer(member),
            duration: least + .milliseconds(Int64(random.draw(1_000))))
    }

    /// A member that is not there at first joins, and in some seeds leaves again.
    private mutating func lateJoin() -> Fault {
        Fault(
            at: .milliseconds(Int64(random.draw(4_000))),
            action: .joinConsumer(random.draw(scenario.consumers)),
            duration: random.draw(2) == 0 ? span(atLeast: .seconds(1)) : nil)
    }

    private var session: Nanoseconds { scenario.model.controller.sessionTimeout }

    private mutating func partition() -> PartitionIndex {
        PartitionIndex(random.draw(scenario.model.topic.partitions))
    }

    private mutating func time(after start: Nanoseconds = .seconds(1)) -> Nanoseconds {
        let span = scenario.safetyTime.rawValue - start.rawValue - 1_000_000_000
        return start + Nanoseconds(Int64(random.next(below: UInt64(max(span, 1)))))
    }

    /// Up to six seconds, in whole milliseconds.
    private mutating func span(atLeast least: Nanoseconds = .milliseconds(100)) -> Nanoseconds {
        least + .milliseconds(Int64(random.draw(5_000)))
    }

    private mutating func first() -> Fault {
        let leader = BrokerTarget.leader(partition())
        let action: FaultAction
        switch random.draw(6) {
        case 0, 1: action = .kill(leader)
        case 2: action = .powerLoss(leader)
        case 3: action = .pause(leader)
        case 4: action = .restart(leader)
        default: action = .cut(LinkTarget(from: .broker(leader), to: .everyone))
        }
        return Fault(
            at: .seconds(1) + .milliseconds(Int64(random.draw(6_000))), action: action,
            duration: span(atLeast: session + session / 2))
    }

    private mutating func target() -> BrokerTarget {
        switch random.draw(5) {
        case 0, 1: .leader(partition())
        case 2: .follower(partition())
        default: .broker(BrokerID(random.draw(scenario.model.brokers)))
        }
    }

    private mutating func link() -> LinkTarget {
        let isOneWay = random.draw(3) == 0
        let from = LinkEnd.broker(target())
        let to: LinkEnd =
            switch random.draw(6) {
            case 0: .everyone
            case 1: .controller
            case 2: .clients
            case 3: .brokers
            case 4: .broker(target())
            default: .followers(partition())
            }
        return random.draw(4) == 0
            ? LinkTarget(from: to, to: from, isOneWay: isOneWay)
            : LinkTarget(from: from, to: to, isOneWay: isOneWay)
    }

    /// A fault of links that are always there.
    private mutating func disturbance() -> Fault {
        let broker = LinkEnd.broker(.broker(BrokerID(random.draw(scenario.model.brokers))))
        let link = LinkTarget(
            from: broker, to: random.pick([.brokers, .clients, .controller, .everyone]),
            isOneWay: random.draw(2) == 0)
        let action: FaultAction =
            switch random.draw(4) {
            case 0: .cut(link)
            case 1: .delay(link, by: .milliseconds(random.pick([20, 200, 2_000])))
            case 2: .lose(link, share: random.pick([0.05, 0.3]))
            default: .duplicate(link, share: random.pick([0.1, 0.5]))
            }
        return Fault(at: time(), action: action, duration: span())
    }

    private mutating func other() -> Fault {
        var fault = Fault(at: time(), action: action(), duration: span())
        if fault.action.kind.isMomentary { fault.duration = nil }
        if random.draw(4) == 0, fault.action.kind != .addPartitions {
            fault.interval = span(atLeast: .seconds(1))
            fault.times = 2 + random.draw(2)
        }
        return fault
    }

    private mutating func action() -> FaultAction {
        switch random.pick(Self.kinds) {
        case .kill: return .kill(target())
        case .restart: return .restart(target())
        case .pause: return .pause(target())
        case .slow: return .slow(target(), factor: random.pick([20, 200, 2_000]))
        case .cut: return .cut(link())
        case .delay:
            return .delay(link(), by: .milliseconds(random.pick([10, 100, 1_000, 5_000])))
        case .lose: return .lose(link(), share: random.pick([0.02, 0.1, 0.3]))
        case .duplicate: return .duplicate(link(), share: random.pick([0.1, 0.5]))
        case .powerLoss: return .powerLoss(target())
        case .diskFull: return .diskFull(target())
        case .diskError: return .diskError(target())
        case .slowDisk:
            return .slowDisk(target(), delay: .milliseconds(random.pick([5, 50, 300])))
        case .bitRot: return .bitRot(target())
        case .crashConsumer: return .crashConsumer(random.draw(scenario.consumers))
        case .joinConsumer: return .joinConsumer(random.draw(scenario.consumers))
        case .leaveConsumer: return .leaveConsumer(random.draw(scenario.consumers))
        case .resetOffsets: return .resetOffsets(group: 0, to: .earliest)
        case .crashProducer: return .crashProducer(random.draw(scenario.producers.count))
        case .addPartitions:
            let count = scenario.model.topic.partitions + 1 + random.draw(2)
            partitionsMax = max(partitionsMax, count)
            return .addPartitions(count)
        }
    }
}
