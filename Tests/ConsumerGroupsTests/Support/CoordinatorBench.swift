import ConsumerGroups
import Messages
import Records
import Testing

/// A coordinator with a log that takes everything and commits it when it is told to, and clients
/// that send one request after the other.
final class CoordinatorBench {
    static let group = GroupID(7)
    static let sessionTimeout = Nanoseconds.seconds(10)
    static let rebalanceTimeout = Nanoseconds.seconds(60)

    private(set) var coordinator: GroupCoordinator
    private(set) var now = Instant(0)
    /// What was appended and is committed.
    private(set) var log: [GroupRecord] = []
    /// What was appended and is not.
    private var uncommitted: [(token: Int64, records: [GroupRecord])] = []
    /// Whether appends are committed at once.
    var commitsAtOnce = true
    /// Whether the log takes no appends, for want of in-sync replicas.
    var refuses = false
    /// Whether it could never take them.
    var refusesForSize = false
    private var answers: [Int64: ClientMessage] = [:]
    private var lastNumber: Int64 = 0
    private(set) var events: [ClusterEvent] = []
    private let settings: CoordinatorSettings
    private var epoch: Int32 = 0

    init(
        initialRebalanceDelay: Nanoseconds = .milliseconds(100),
        plantedBugs: PlantedBugs = PlantedBugs()
    ) {
        var settings = CoordinatorSettings()
        settings.initialRebalanceDelay = initialRebalanceDelay
        settings.plantedBugs = plantedBugs
        self.settings = settings
        coordinator = GroupCoordinator(leaderEpoch: LeaderEpoch(0), settings: settings)
        coordinator.finishLoading(now: now)
    }

    // MARK: The broker's part

    /// Sends a request; its answer, if it comes at once or later, is found under the number.
    @discardableResult
    func send(_ make: (_ number: Int64) -> BrokerMessage) -> Int64 {
        lastNumber += 1
        var effects = GroupEffects()
        coordinator.handle(make(lastNumber), now: now, effects: &effects)
        settle(effects)
        return lastNumber
    }

    private func settle(_ first: GroupEffects) {
        var effects = first
        while !effects.isEmpty {
            for (_, message) in effects.toClients {
                if let number = message.number { answers[number] = message }
            }
            events += effects.events
            var next = GroupEffects()
            for append in effects.appends {
                if refuses || refusesForSize {
                    coordinator.refused(
                        append.token, isTooLarge: refusesForSize, now: now, effects: &next)
                } else {
                    uncommitted.append(append)
                }
            }
            if commitsAtOnce { commitAll(&next) }
            effects = next
        }
    }

    private func commitAll(_ effects: inout GroupEffects) {
        guard let last = uncommitted.last else { return }
        log += uncommitted.flatMap(\.records)
        uncommitted = []
        coordinator.committed(through: last.token, now: now, effects: &effects)
    }

    /// Commits everything that was appended.
    func commit() {
        var effects = GroupEffects()
        commitAll(&effects)
        settle(effects)
    }

    /// Lets time pass, with a tick every 50 ms.
    func pass(_ time: Nanoseconds) {
        let end = now + time
        while now < end {
            now = min(end, now + .milliseconds(50))
            var effects = GroupEffects()
            coordinator.tick(now: now, effects: &effects)
            settle(effects)
        }
    }

    /// Another broker takes over with what is committed; what was not is gone.
    func failOver() {
        var effects = GroupEffects()
        coordinator.resign(now: now, effects: &effects)
        settle(effects)
        uncommitted = []
        epoch += 1
        coordinator = loaded(epoch: epoch)
    }

    /// A coordinator that read the log.
    func loaded(epoch: Int32) -> GroupCoordinator {
        let next = GroupCoordinator(leaderEpoch: LeaderEpoch(epoch), settings: settings)
        for record in log { next.load(record) }
        next.finishLoading(now: now)
        return next
    }

    // MARK: The clients' part

    /// What came under a number and was not asked for yet.
    func answer(_ number: Int64) -> ClientMessage? { answers.removeValue(forKey: number) }

    func joinRequest(
        _ member: MemberID, instance: Int? = nil, protocols: [AssignorName] = [.range],
        topics: [Int] = [0], owned: [TopicPartition] = [], session: Nanoseconds? = nil,
        number: Int64? = nil
    ) -> Int64 {
        send { own in
            .joinGroup(
                JoinGroupRequest(
                    group: Self.group, client: ClientID(0), number: number ?? own,
                    member: member,
                    instance: instance.map { GroupInstanceID($0) },
                    sessionTimeout: session ?? Self.sessionTimeout,
                    rebalanceTimeout: Self.rebalanceTimeout, protocols: protocols,
                    subscription: GroupSubscription(
                        topics: topics.map { TopicID($0) }, owned: owned)))
        }
    }

    /// An id for a new dynamic member.
    func newMember() throws -> MemberID {
        let answer = try joinAnswer(joinRequest(.none))
        try #require(answer.error == .memberIDRequired)
        return answer.member
    }

    func joinAnswer(_ number: Int64) throws -> JoinGroupResponse {
        guard case .joinedGroup(let response) = try #require(answer(number)) else {
            throw BenchError.otherAnswer
        }
        return response
    }

    func syncRequest(
        _ member: MemberID, _ generation: GroupGeneration, instance: Int? = nil,
        shares: [(MemberID, [TopicPartition])] = []
    ) -> Int64 {
        send {
            .syncGroup(
                SyncGroupRequest(
                    group: Self.group, client: ClientID(0), number: $0, member: member,
                    instance: instance.map { GroupInstanceID($0) }, generation: generation,
                    assignments: shares.map {
                        MemberAssignment(member: $0.0, partitions: $0.1)
                    }))
        }
    }

    func syncAnswer(_ number: Int64) throws -> SyncGroupResponse {
        guard case .syncedGroup(let response) = try #require(answer(number)) else {
            throw BenchError.otherAnswer
        }
        return response
    }

    func heartbeat(
        _ member: MemberID, _ generation: GroupGeneration, instance: Int? = nil
    ) throws -> ErrorCode {
        let number = send {
            .groupHeartbeat(
                GroupHeartbeatRequest(
                    group: Self.group, client: ClientID(0), number: $0, member: member,
                    instance: instance.map { GroupInstanceID($0) }, generation: generation))
        }
        guard case .groupHeartbeat(let response) = try #require(answer(number)) else {
            throw BenchError.otherAnswer
        }
        return response.error
    }

    func leave(_ member: MemberID, instance: Int? = nil) throws -> ErrorCode {
        let number = send {
            .leaveGroup(
                LeaveGroupRequest(
                    group: Self.group, client: ClientID(0), number: $0, member: member,
                    instance: instance.map { GroupInstanceID($0) }))
        }
        guard case .leftGroup(let response) = try #require(answer(number)) else {
            throw BenchError.otherAnswer
        }
        return response.error
    }

    func commitRequest(
        _ member: MemberID, _ generation: GroupGeneration, _ offset: Int64,
        partition: Int = 0, instance: Int? = nil, number: Int64? = nil
    ) -> Int64 {
        send { own in
            .offsetCommit(
                OffsetCommitRequest(
                    group: Self.group, client: ClientID(0), number: number ?? own,
                    member: member, instance: instance.map { GroupInstanceID($0) },
                    generation: generation,
                    offsets: [
                        GroupOffset(
                            partition: tp(0, partition), offset: Offset(offset),
                            leaderEpoch: LeaderEpoch(2))
                    ]))
        }
    }

    func commitAnswer(_ number: Int64) throws -> ErrorCode {
        guard case .offsetsCommitted(let response) = try #require(answer(number)) else {
            throw BenchError.otherAnswer
        }
        return response.error
    }

    /// The committed position of a partition; nil where there is none.
    func committed(_ partition: Int = 0) throws -> Int64? {
        let number = send {
            .offsetFetch(
                OffsetFetchRequest(
                    group: Self.group, client: ClientID(0), number: $0,
                    partitions: [tp(0, partition)]))
        }
        guard case .offsetsFetched(let response) = try #require(answer(number)) else {
            throw BenchError.otherAnswer
        }
        try #require(response.error == .none)
        return response.offsets.first?.offset.rawValue
    }

    var view: GroupView? { coordinator.view(of: Self.group) }

    /// Brings so many dynamic members into one generation, the leader first, each with the
    /// partition of its place.
    func stableGroup(of count: Int) throws -> (members: [MemberID], generation: GroupGeneration) {
        let members = try (0..<count).map { _ in try newMember() }
        let joins = members.map { joinRequest($0) }
        pass(.seconds(1))
        let answers = try joins.map { try joinAnswer($0) }
        let generation = try #require(answers.first).generation
        let shares = members.enumerated().map { ($1, [tp(0, $0)]) }
        let syncs = members.reversed().map { member in
            syncRequest(member, generation, shares: member == members[0] ? shares : [])
        }
        for number in syncs { try #require(try syncAnswer(number).error == .none) }
        return (members, generation)
    }

    /// A stable group of the instances 0 and up; the first leads.
    func stableInstances(
        of count: Int
    ) throws -> (members: [MemberID], generation: GroupGeneration) {
        let joins = (0..<count).map { joinRequest(.none, instance: $0) }
        pass(.seconds(1))
        let answers = try joins.map { try joinAnswer($0) }
        let shares = answers.enumerated().map { ($1.member, [tp(0, $0)]) }
        for (index, answer) in answers.enumerated() {
            _ = syncRequest(
                answer.member, answer.generation, instance: index,
                shares: index == 0 ? shares : [])
        }
        return (answers.map(\.member), answers[0].generation)
    }
}

enum BenchError: Error {
    case otherAnswer
}

extension ClientMessage {
    /// The number of the request that it answers.
    var number: Int64? {
        switch self {
        case .joinedGroup(let response): response.number
        case .syncedGroup(let response): response.number
        case .groupHeartbeat(let response): response.number
        case .leftGroup(let response): response.number
        case .offsetsCommitted(let response): response.number
        case .offsetsFetched(let response): response.number
        default: nil
        }
    }
}
