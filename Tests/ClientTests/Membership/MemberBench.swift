import Client
import Messages
import Records

/// A member of a group whose requests the test sees and answers as a coordinator would.
final class MemberBench {
    let reader = NotingMember()
    let pool = BufferPool()
    let consumer: Consumer
    var now = Instant(1_000)
    // What is not answered, oldest first.
    var joins: [JoinGroupRequest] = []
    var syncs: [SyncGroupRequest] = []
    var heartbeats: [GroupHeartbeatRequest] = []
    var leaves: [LeaveGroupRequest] = []
    var commits: [OffsetCommitRequest] = []
    var offsetFetches: [OffsetFetchRequest] = []
    var lists: [ListOffsetRequest] = []
    var fetches: [FetchRequest] = []
    /// When a controller was asked about a topic.
    private(set) var asked: [(time: Instant, topic: TopicID)] = []
    /// Whom the last request of the group went to.
    private(set) var coordinator = -1

    static let topic = TopicID(0)
    static let offsetsPartition = TopicPartition(topic: TopicID(1), partition: PartitionIndex(2))

    init(
        partitions: Int = 4, requestTimeout: Nanoseconds = .seconds(30),
        _ change: (inout GroupSettings) -> Void = { _ in }
    ) {
        var settings = GroupSettings(
            group: GroupID(6), topic: Self.topic, offsetsPartition: Self.offsetsPartition)
        change(&settings)
        var configuration = ConsumerConfiguration()
        configuration.requestTimeout = requestTimeout
        consumer = Consumer(
            id: ClientID(3), group: settings,
            coordinator: PartitionMetadata(
                leader: BrokerID(1), leaderEpoch: LeaderEpoch(0), listener: 5),
            partitions: Self.places(partitions), configuration: configuration, pool: pool,
            application: reader)
        act { consumer, now, effects in consumer.start(now: now, effects: &effects) }
    }

    static func places(_ count: Int) -> [PartitionMetadata] {
        (0..<count).map {
            PartitionMetadata(leader: BrokerID($0 % 2), leaderEpoch: LeaderEpoch(4), listener: 0)
        }
    }

    func act(_ body: (Consumer, Instant, inout ClientEffects) -> Void) {
        var effects = ClientEffects()
        body(consumer, now, &effects)
        asked += effects.toController.compactMap {
            guard case .metadata(_, let topic) = $0.message else { return nil }
            return (now, topic)
        }
        for (broker, listener, message) in effects.toBrokers {
            if message.group != nil {
                coordinator = broker.index
                precondition(listener == 5)
            }
            take(message)
        }
    }

    private func take(_ message: BrokerMessage) {
        switch message {
        case .joinGroup(let request): joins.append(request)
        case .syncGroup(let request): syncs.append(request)
        case .groupHeartbeat(let request): heartbeats.append(request)
        case .leaveGroup(let request): leaves.append(request)
        case .offsetCommit(let request): commits.append(request)
        case .offsetFetch(let request): offsetFetches.append(request)
        case .listOffset(let request): lists.append(request)
        case .fetch(let request): fetches.append(request)
        default: break
        }
    }

    func handle(_ message: ClientMessage) {
        act { consumer, now, effects in
            consumer.handle(message, now: now, effects: &effects)
        }
    }

    /// Steps the consumer for as long as it wants to be stepped by `time`; gives up on one that
    /// never rests.
    func run(until time: Instant) {
        var steps = 0
        while consumer.nextStep <= time, steps < 100_000 {
            now = max(now, consumer.nextStep)
            act { consumer, now, effects in consumer.step(now: now, effects: &effects) }
            steps += 1
        }
        precondition(steps < 100_000, "the consumer does not rest at \(now)")
        now = time
    }

    func run(for time: Nanoseconds) { run(until: now + time) }

    // MARK: Answers

    func answerJoin(
        _ error: ErrorCode = .none, member: Int64 = 7, leader: Int64 = 8, generation: Int32 = 1,
        assignor: AssignorName = .range, members: [GroupMember] = [],
        assigned: [Int] = []
    ) {
        guard let request = joins.popLast() else { return }
        handle(
            .joinedGroup(
                JoinGroupResponse(
                    group: request.group, number: request.number, error: error,
                    generation: GroupGeneration(generation), assignor: assignor,
                    leader: MemberID(leader), member: MemberID(member), members: members,
                    assigned: assigned.map { Self.partition($0) })))
    }

    func answerSync(_ error: ErrorCode = .none, _ partitions: [Int] = []) {
        guard let request = syncs.popLast() else { return }
        handle(
            .syncedGroup(
                SyncGroupResponse(
                    group: request.group, number: request.number, error: error,
                    generation: request.generation,
                    partitions: partitions.map { Self.partition($0) })))
    }

    func answerHeartbeat(_ error: ErrorCode = .none) {
        guard let request = heartbeats.popLast() else { return }
        handle(request.answer(error))
    }

    func answerCommit(_ error: ErrorCode = .none) {
        guard !commits.isEmpty else { return }
        handle(commits.removeFirst().answer(error))
    }

    func answerOffsets(_ error: ErrorCode = .none, _ committed: [Int: Int64] = [:]) {
        guard let request = offsetFetches.popLast() else { return }
        let found = request.partitions.compactMap { partition in
            committed[partition.partition.index].map {
                GroupOffset(partition: partition, offset: Offset($0))
            }
        }
        handle(
            .offsetsFetched(
                OffsetFetchResponse(
                    group: request.group, number: request.number, error: error, offsets: found)))
    }

    func answerList(_ offset: Int64, error: ErrorCode = .none) {
        guard !lists.isEmpty else { return }
        let request = lists.removeFirst()
        handle(
            .offsetListed(
                ListOffsetResponse(
                    partition: request.partition, number: request.number, error: error,
                    offset: Offset(offset))))
    }

    /// Refuses the partition's fetch: its log begins at `logStart`.
    func answerFetchOutOfRange(_ partition: Int, logStart: Int64) {
        guard
            let index = fetches.lastIndex(where: { $0.partition.partition.index == partition })
        else { return }
        let request = fetches.remove(at: index)
        handle(
            .fetched(
                FetchResponse(
                    partition: request.partition, error: .offsetOutOfRange,
                    offset: request.offset, leaderEpoch: request.leaderEpoch,
                    highWatermark: Offset(1_000_000), logStart: Offset(logStart), batches: nil,
                    number: request.number)))
    }

    /// Answers the partition's fetch with batches of so many records each.
    func answerFetch(_ partition: Int, batches: [Int], codec: Codec = .none) throws {
        guard
            let index = fetches.lastIndex(where: { $0.partition.partition.index == partition })
        else { return }
        let request = fetches.remove(at: index)
        let groups = batches.map { Array(repeating: "v", count: $0) }
        let buffer = try fetched(
            from: request.offset.rawValue, groups, codec: codec, pool: pool)
        handle(
            .fetched(
                FetchResponse(
                    partition: request.partition, error: .none, offset: request.offset,
                    leaderEpoch: request.leaderEpoch, highWatermark: Offset(1_000_000),
                    logStart: .zero, batches: buffer, number: request.number)))
    }

    /// Lets the member come to own partitions in the group's generation; where nothing is
    /// committed it begins at 0.
    func become(
        generation: Int32 = 1, owner partitions: [Int], committed: [Int: Int64] = [:]
    ) {
        if joins.last?.member == MemberID.none, joins.last?.instance == nil {
            answerJoin(.memberIDRequired)
        }
        answerJoin(generation: generation)
        answerSync(.none, partitions)
        answerOffsets(.none, committed)
        while !lists.isEmpty { answerList(0) }
    }

    static func partition(_ number: Int) -> TopicPartition {
        TopicPartition(topic: topic, partition: PartitionIndex(number))
    }
}

extension OffsetCommitRequest {
    /// Partition and offset of each position.
    var places: [[Int64]] {
        offsets.map { [Int64($0.partition.partition.index), $0.offset.rawValue] }
    }
}
