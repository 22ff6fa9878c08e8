import Brokers
import ConsumerGroups
import Messages
import Records
import Storage
import Testing

/// Brokers whose topic holds groups, and a client that asks their coordinators.
final class GroupDriver {
    static let group = GroupID(4)

    let driver: EngineDriver
    private let probe: Probe
    private var lastNumber: Int64 = 0
    /// What a commit names; of a topic that these brokers need not have.
    static func partition(_ index: Int) -> TopicPartition {
        TopicPartition(topic: TopicID(9), partition: PartitionIndex(index))
    }

    init(
        partitions: Int = 1, replicas: Int = 3, minInsync: Int = 1,
        bugs: PlantedBugs = PlantedBugs(), control: ControllerSettings = .quick,
        _ change: (inout TopicConfiguration, inout BrokerSettings) -> Void = { _, _ in }
    ) {
        var settings = BrokerSettings.quick
        settings.groups.initialRebalanceDelay = .milliseconds(20)
        settings.plantedBugs = bugs
        var topic = EngineDriver.topic(
            partitions: partitions, replicas: replicas, minInsync: minInsync
        ) {
            $0.holdsGroups = true
        }
        change(&topic, &settings)
        driver = EngineDriver(settings: settings, control: control, topic: topic)
        probe = driver.addProbe()
    }

    /// The partition that the group lives in.
    var home: Int { Self.group.partition(of: driver.topic.partitions).index }

    var coordinator: Int? { driver.presentLeader(of: home) }

    /// The group as the present leader knows it.
    func view(_ broker: Int? = nil) -> GroupView? {
        guard let broker = broker ?? coordinator else { return nil }
        return driver.brokers[broker].groups(in: driver.partition(home))?
            .first { $0.group == Self.group }
    }

    // MARK: Asking

    /// Sends a request to a broker, the present coordinator where none is named.
    @discardableResult
    func send(to broker: Int? = nil, _ make: (_ number: Int64) -> BrokerMessage) -> Int64 {
        lastNumber += 1
        let target = broker ?? coordinator ?? 0
        driver.send(
            .toBroker(target, make(lastNumber)), from: .client(probe.id.index),
            to: .broker(target))
        return lastNumber
    }

    /// What came under a number, if it has.
    func answer(_ number: Int64) -> ClientMessage? {
        probe.group.first { $0.groupNumber == number }
    }

    /// Asks until the answer is none that only tells to ask again, for at most half a minute.
    func ask(_ make: (_ number: Int64) -> BrokerMessage) throws -> ClientMessage {
        let end = driver.now + .seconds(30)
        while driver.now < end {
            let number = send(make)
            _ = driver.run(within: .seconds(2)) { answer(number) != nil }
            if let answer = answer(number), answer.isWorthKeeping { return answer }
            driver.run(for: .milliseconds(100))
        }
        throw GroupTestError.noAnswer
    }

    // MARK: What members do

    func joinRequest(
        _ member: MemberID, _ number: Int64, instance: Int? = nil,
        session: Nanoseconds = .seconds(4)
    ) -> BrokerMessage {
        .joinGroup(
            JoinGroupRequest(
                group: Self.group, client: probe.id, number: number, member: member,
                instance: instance.map { GroupInstanceID($0) }, sessionTimeout: session,
                rebalanceTimeout: .seconds(10), protocols: [.range],
                subscription: GroupSubscription(topics: [TopicID(9)])))
    }

    func join(_ member: MemberID, instance: Int? = nil) throws -> JoinGroupResponse {
        guard
            case .joinedGroup(let answer) = try ask({
                joinRequest(member, $0, instance: instance)
            })
        else { throw GroupTestError.noAnswer }
        return answer
    }

    func sync(
        _ member: MemberID, _ generation: GroupGeneration, share: [TopicPartition]? = nil,
        instance: Int? = nil
    ) throws -> SyncGroupResponse {
        let request: (Int64) -> BrokerMessage = {
            .syncGroup(
                SyncGroupRequest(
                    group: Self.group, client: self.probe.id, number: $0, member: member,
                    instance: instance.map { GroupInstanceID($0) }, generation: generation,
                    assignments: share.map {
                        [MemberAssignment(member: member, partitions: $0)]
                    } ?? []))
        }
        guard case .syncedGroup(let answer) = try ask(request) else {
            throw GroupTestError.noAnswer
        }
        return answer
    }

    func heartbeat(
        _ member: MemberID, _ generation: GroupGeneration
    ) throws -> ErrorCode {
        guard
            case .groupHeartbeat(let answer) = try ask({
                .groupHeartbeat(
                    GroupHeartbeatRequest(
                        group: Self.group, client: self.probe.id, number: $0, member: member,
                        generation: generation))
            })
        else { throw GroupTestError.noAnswer }
        return answer.error
    }

    func commitRequest(
        _ member: MemberID, _ generation: GroupGeneration, _ offset: Int64, partition: Int = 0
    ) -> (Int64) -> BrokerMessage {
        {
            .offsetCommit(
                OffsetCommitRequest(
                    group: Self.group, client: self.probe.id, number: $0, member: member,
                    generation: generation,
                    offsets: [
                        GroupOffset(
                            partition: Self.partition(partition), offset: Offset(offset))
                    ]))
        }
    }

    func commit(
        _ member: MemberID, _ generation: GroupGeneration, _ offset: Int64, partition: Int = 0
    ) throws -> ErrorCode {
        guard
            case .offsetsCommitted(let answer) = try ask(
                commitRequest(member, generation, offset, partition: partition))
        else { throw GroupTestError.noAnswer }
        return answer.error
    }

    func fetchRequest(_ number: Int64, partition: Int = 0) -> BrokerMessage {
        .offsetFetch(
            OffsetFetchRequest(
                group: Self.group, client: probe.id, number: number,
                partitions: [Self.partition(partition)]))
    }

    /// The committed position of a partition; nil where there is none.
    func committed(_ partition: Int = 0) throws -> Int64? {
        guard
            case .offsetsFetched(let answer) = try ask({
                fetchRequest($0, partition: partition)
            })
        else { throw GroupTestError.noAnswer }
        return answer.offsets.first?.offset.rawValue
    }

    /// One member in a stable group, with one partition.
    func stableMember() throws -> (member: MemberID, generation: GroupGeneration) {
        let member = try join(.none).member
        let generation = try join(member).generation
        let share = try sync(member, generation, share: [Self.partition(0)])
        try #require(share.partitions == [Self.partition(0)])
        return (member, generation)
    }
}

enum GroupTestError: Error {
    case noAnswer
}

extension ClientMessage {
    /// The number and outcome of an answer of a coordinator.
    private var groupOutcome: (number: Int64, error: Messages.ErrorCode)? {
        switch self {
        case .joinedGroup(let response): (response.number, response.error)
        case .syncedGroup(let response): (response.number, response.error)
        case .groupHeartbeat(let response): (response.number, response.error)
        case .leftGroup(let response): (response.number, response.error)
        case .offsetsCommitted(let response): (response.number, response.error)
        case .offsetsFetched(let response): (response.number, response.error)
        case .offsetListed(let response): (response.number, response.error)
        default: nil
        }
    }

    var groupNumber: Int64? { groupOutcome?.number }

    var groupError: Messages.ErrorCode? { groupOutcome?.error }

    /// Whether it tells more than to ask again.
    var isWorthKeeping: Bool {
        let again: [Messages.ErrorCode] = [
            .coordinatorLoadInProgress, .coordinatorNotAvailable, .notCoordinator,
        ]
        return groupError.map { !again.contains($0) } ?? false
    }
}
