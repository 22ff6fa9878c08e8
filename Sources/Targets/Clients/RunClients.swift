import Checker
import Client
import Faults
import LoadGenerator
import Platform
import Records
import RunResults
import Workloads

/// The generators, groups and checkers of one run, whoever drives them.
final class RunClients {
    let timeline: RunTimeline
    let generators: [GeneratorClient]
    private let gate: SwitchGate?
    let groups: [GroupChecker]
    /// Of each group.
    let progress: [GroupProgress]
    /// Members of each group, in order.
    let members: [[CheckingClient]]
    /// As many as the topic ever has in the run.
    let partitions: Int
    private let initialPartitions: Int
    private let isSubscribed: Bool
    /// What is added to an instant to make nanoseconds since 1970.
    let wallOffset: Int64
    private let membersPerGroup: Int
    /// Apart from the streams of the producers, which are numbered from 0.
    private static let serviceTimeStream: UInt64 = 1 << 32

    /// - Parameters:
    ///   - samplers: of the producers' entities.
    ///   - wallOffset: what is added to an instant to make nanoseconds since 1970.
    ///   - history: where everything that clients do is recorded; nil for nowhere.
    init(
        _ plan: RunPlan, samplers: [EntitySampler], timeline: RunTimeline, stop: StopSignal,
        wallOffset: Int64, clock: ClientClock, history: HistoryRecorder? = nil
    ) {
        let configuration = plan.configuration
        let consumers = configuration.consumers
        let partitions = configuration.finalPartitions
        self.timeline = timeline
        self.partitions = partitions
        initialPartitions = configuration.topic.allPartitions
        membersPerGroup = consumers.count
        let groups = (0..<consumers.groups).map { _ in
            GroupChecker(
                entities: configuration.records.key.cardinality,
                producers: configuration.producers.count, partitions: partitions,
                members: consumers.count)
        }
        self.groups = groups
        isSubscribed = consumers.isSubscribed
        self.wallOffset = wallOffset
        let progress = groups.map { _ in
            GroupProgress(
                partitions: partitions,
                journal: consumers.isSubscribed
                    ? GroupJournal(
                        members: consumers.count, partitions: partitions, timeline: timeline)
                    : nil)
        }
        self.progress = progress
        let random = RandomSource(seed: plan.seed).fork(stream: Self.serviceTimeStream)
        members = groups.enumerated().map { number, group in
            (0..<consumers.count).map { member in
                CheckingClient(
                    checker: group.member(member), timeline: timeline,
                    serviceTime: ServiceTimeSampler(
                        consumers.serviceTime,
                        random: random.fork(stream: UInt64(number * consumers.count + member))),
                    progress: progress[number], number: member,
                    resetPassing: configuration.resetPassing, clock: clock,
                    history: history.map {
                        MemberHistory(
                            $0.makeBuffer(), group: "group \(number)", consumer: "\(member)")
                    })
            }
        }
        let gate =
            configuration.producers.partitionSwitch == .drained
            ? SwitchGate(partitions: configuration.topic.allPartitions) : nil
        self.gate = gate
        let sending =
            configuration.producers.send == .warmup ? timeline.warmupAlone : timeline
        generators = (0..<configuration.producers.count).map { index in
            GeneratorClient(
                configuration, sampler: samplers[index], producer: index, seed: plan.seed,
                timeline: sending, stop: stop,
                wallOffsetNanoseconds: wallOffset, clock: clock, gate: gate,
                history: history?.makeBuffer())
        }
    }

    /// Which member of each group reads a partition: by range; partitions that come later go
    /// round.
    func owner(of partition: Int) -> Int {
        guard partition < initialPartitions else { return partition % membersPerGroup }
        return RangeAssignor.member(
            for: partition, members: membersPerGroup, partitionCount: initialPartitions)
    }

    /// Lets producers take up added partitions where all of them wait for it and nothing is left
    /// to be acknowledged or, by `lags`, to be read.
    func openGate(lags: () -> [(total: Int, partitionMax: Int)]) {
        guard let gate else { return }
        guard let seen = generators.map(\.seenPartitions.now).min(), seen > gate.openPartitions,
            completedRecords == sentRecords,
            lags().allSatisfy({ $0.total == 0 })
        else { return }
        gate.open(to: seen)
    }

    /// Whether everything that was due is made, and has its outcome.
    var areSendsOver: Bool {
        // In this order: what is made last is counted before the schedule is seen to be at its end.
        generators.allSatisfy(\.isDone) && completedRecords == sentRecords
    }

    /// Records handed to producers so far.
    var sentRecords: Int { generators.reduce(0) { $0 + $1.sent.now } }

    /// Records acknowledged or failed so far.
    var completedRecords: Int { generators.reduce(0) { $0 + $1.completed.now } }

    /// Records processed so far, over all groups.
    var processedRecords: Int {
        members.reduce(0) { $1.reduce($0) { $0 + $1.processed.now } }
    }

    /// Where the slowest group would go on in each partition after a crash: nothing from there on
    /// may go. A subscribed group goes on where it has committed.
    var retentionFloors: [Offset] {
        (0..<partitions).map { partition in
            let places = progress.map { group in
                (isSubscribed ? group.committed : group.positions)[partition].now
            }
            return Offset(Int64(places.min() ?? 0))
        }
    }

    /// Notes how many records a producer was handed; once, after the run.
    func noteSentRecords(of producer: Producer, index: Int) {
        for number in 0..<partitions {
            let partition = PartitionIndex(number)
            generators[index].recorder.table.noteSent(
                partition: partition, count: producer.recordCount(of: partition))
        }
    }

    /// Why a member gave up: the group, the member and the reason; nil while none has.
    var failure: (place: String, reason: ClientError)? {
        guard isSubscribed else { return nil }
        for (group, members) in members.enumerated() {
            for (member, client) in members.enumerated() {
                guard let reason = client.failure.withLock({ $0 }) else { continue }
                return (Self.name(group: group, member: member), reason)
            }
        }
        return nil
    }

    /// What messages call a member.
    static func name(group: Int, member: Int) -> String { "group \(group) member \(member)" }

    /// Members that own nothing, by name.
    var idleMembers: [String] {
        groups.indices.flatMap { group in
            let idle =
                progress[group].journal?.idleMembers
                ?? {
                    let owners = Set((0..<partitions).map { owner(of: $0) })
                    return (0..<membersPerGroup).filter { !owners.contains($0) }
                }()
            return idle.map { Self.name(group: group, member: $0) }
        }
    }

    /// Each group's lag behind these log ends, in each partition. The ends are to be read after
    /// this is called, so that no lag comes out below 0.
    func partitionLags(behind ends: () -> [Offset]) -> [[Int]] {
        lags(of: progress.map(\.positions), behind: ends)
    }

    /// The same of what the groups have committed; empty where none subscribes.
    func committedLags(behind ends: () -> [Offset]) -> [[Int]] {
        isSubscribed ? lags(of: progress.map(\.committed), behind: ends) : []
    }

    private func lags(of counts: [[LiveCount]], behind ends: () -> [Offset]) -> [[Int]] {
        var lags = counts.map { $0.map(\.now) }
        let ends = ends()
        for group in lags.indices {
            for (partition, end) in ends.enumerated() {
                lags[group][partition] = max(0, Int(end.rawValue) - lags[group][partition])
            }
        }
        return lags
    }

    /// Each group's lag behind these log ends: over all partitions, and the largest.
    func lags(behind ends: () -> [Offset]) -> [(total: Int, partitionMax: Int)] {
        partitionLags(behind: ends).map { ($0.reduce(0, +), $0.max() ?? 0) }
    }
}

extension RunConfiguration {
    /// Whether a fault lets groups go on elsewhere.
    var resetsOffsets: Bool { faults.contains { $0.action.kind == .resetOffsets } }

    /// What lets members pass over records where they begin without a commit: at the log's start
    /// only what was deleted is passed over.
    fileprivate var resetPassing: PassingCause {
        consumers.reset == .earliest && !resetsOffsets ? .retention : .reset
    }
}
