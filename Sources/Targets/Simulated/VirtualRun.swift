import Brokers
import Checker
import Client
import Faults
import LoadGenerator
import Messages
import Records
import RunResults
import Simulation
import Workloads

/// One run of a workload in virtual time.
final class VirtualRun {
    private let plan: RunPlan
    private let engine: String
    private let observer: any RunObserver
    private let cluster: VirtualCluster
    private let stop = StopSignal()
    private let clients: RunClients
    private var producers: [ClientID] = []
    private var marks: [FaultMark] = []
    private var changes: [FaultMark] = []
    private var open = FaultMarks()
    private var samples: RunSeriesBuilder
    private var lag: LagWatch
    private var outcome = RunOutcome()
    /// Whether producers send in the warm-up alone: then the measured time is over when everything
    /// is read.
    private let isReadingAlone: Bool
    /// Why the run was given up; nil where it was not.
    private(set) var failure: String?

    private static let sampleInterval = Nanoseconds.milliseconds(10)
    /// How often it is looked whether everything is read, where that ends the measured time.
    private static let readingInterval = Nanoseconds.milliseconds(1)
    /// The drain gives up when nothing has moved for this long, after the last fault has healed.
    private static let drainPatience = Nanoseconds.seconds(60)

    private var configuration: RunConfiguration { plan.configuration }

    init(_ plan: RunPlan, engine: String, observer: any RunObserver, history: HistoryRecorder?) {
        self.plan = plan
        self.engine = engine
        self.observer = observer
        let configuration = plan.configuration
        cluster = VirtualCluster(
            model: ClusterModel(configuration, seed: plan.seed), isWatched: false)
        let timeline = RunTimeline(
            start: Instant(0) + .milliseconds(100), warmup: configuration.run.warmup,
            duration: configuration.run.duration)
        clients = RunClients(
            plan,
            samplers: EntitySampler.all(
                keys: plan.configuration.records.key,
                producers: plan.configuration.producers.count),
            timeline: timeline, stop: stop, wallOffset: 0, clock: .handed,
            history: history)
        samples = RunSeriesBuilder(timeline: timeline)
        lag = LagWatch(timeline: timeline)
        isReadingAlone = configuration.producers.send == .warmup
        outcome.backlog = BacklogWatch(configuration, timeline: timeline)
    }

    /// Does the run; nil where the observer interrupted it.
    func execute() -> RunEvidence? {
        join()
        let timeline = clients.timeline
        guard run(until: timeline.measureStart, phase: .warmup) else { return nil }
        outcome.start = edge
        let middle =
            timeline.measureStart + (timeline.measureEnd - timeline.measureStart) / 2
        guard run(until: middle, phase: .measuring) else { return nil }
        outcome.middle = edge
        guard run(until: timeline.measureEnd, phase: .measuring) else { return nil }
        outcome.end = edge
        outcome.measuredSeconds =
            (min(cluster.now, timeline.measureEnd) - timeline.measureStart).seconds
        outcome.lag = lag.processed
        outcome.committedLag = lag.committed
        guard drain() else { return nil }
        outcome.committedLag.maxRecords = lag.committed.maxRecords
        return evidence
    }

    /// Lets clients and faults into the cluster.
    private func join() {
        for (number, group) in clients.members.enumerated() {
            for (member, client) in group.enumerated() {
                if configuration.consumers.isSubscribed {
                    subscribe(client, member: member, group: number)
                } else {
                    addReader(client, member: member)
                }
            }
        }
        let settings = ProducerConfiguration(
            configuration.producers, records: configuration.records)
        producers = clients.generators.map { cluster.addProducer(settings, application: $0) }
        for _ in 0..<configuration.producers.idle {
            _ = cluster.addProducer(settings, application: IdleProducer())
        }
        cluster.onFault = { [unowned self] action, broker, isEnd, time in
            let mark = FaultMark(action, broker: broker, isEnd: isEnd, time: time)
            if let mark = open.outermost(mark) { marks.append(mark) }
        }
        cluster.onEvent = { [unowned self] event, time in
            if let mark = FaultMark(event, time: time) { changes.append(mark) }
        }
        let duration = configuration.run.duration
        cluster.schedule(
            configuration.faults.flatMap { $0.occurrences(within: duration) },
            from: clients.timeline.measureStart)
    }

    private func addReader(_ client: CheckingClient, member: Int) {
        let partitions = (0..<clients.partitions)
            .filter { clients.owner(of: $0) == member }.map { PartitionIndex($0) }
        _ = cluster.addConsumer(
            ConsumerConfiguration(), partitions: partitions, application: client)
    }

    private func subscribe(_ client: CheckingClient, member: Int, group number: Int) {
        let group = GroupID(number)
        let partitions = TopicConfiguration.offsets(configuration)?.partitions ?? 1
        let place = TopicPartition(
            topic: cluster.offsetsTopic, partition: group.partition(of: partitions))
        let consumers = configuration.consumers
        _ = cluster.addSubscriber(
            ConsumerConfiguration(), group: group, application: client,
            joinsLater: configuration.faults.letJoinLater(
                consumer: number * consumers.count + member)
        ) { [unowned cluster] in
            GroupSettings(
                consumers, group: group, member: member, offsetsPartition: place,
                wallTime: cluster.now)
        }
    }

    private func run(until end: Instant, phase: RunProgress.Phase) -> Bool {
        let isReading = isReadingAlone && phase == .measuring
        let interval = isReading ? Self.readingInterval : Self.sampleInterval
        while cluster.now < end {
            if isReading, outcome.backlog?.isReadOut == true { return true }
            cluster.run(until: min(end, cluster.now + interval))
            guard look(phase) else { return false }
            sample()
        }
        return true
    }

    /// Lets the consumers start when the backlog that they wait for is there.
    private func watchBacklog() {
        guard outcome.backlog != nil else { return }
        let lag = lags.map(\.total).max() ?? 0
        let appended = logEnds.reduce(0) { $0 + Int($1.rawValue) }
        let step = outcome.backlog?.look(
            now: cluster.now.rawValue, acked: clients.completedRecords, appended: appended,
            lag: lag, isStopped: false)
        switch step {
        case .startConsumers: cluster.startConsumers()
        case .endSending: stop.raise()
        case .goOn, nil: break
        }
    }

    /// Tells how the run stands; false where it is to be given up.
    private func look(_ phase: RunProgress.Phase) -> Bool {
        if observer.isInterrupted { return false }
        clients.openGate { lags }
        watchBacklog()
        if configuration.holdsRetention { cluster.holdRetention(at: clients.retentionFloors) }
        if let failed = clients.failure {
            failure = "\(failed.place): \(failed.reason)"
            return false
        }
        let elapsed = (cluster.now - clients.timeline.start).seconds
        observer.progress(
            RunProgress(
                phase: phase, elapsedSeconds: elapsed,
                ackedRecordsPerSecond: Double(clients.completedRecords) / max(elapsed, 1e-9),
                lagRecords: lags.map(\.total).max() ?? 0))
        return true
    }

    private var states: [PartitionState] { cluster.controller.states(of: cluster.topic) }

    private var logEnds: [Offset] {
        var ends = states.map { state in
            state.leader.flatMap { cluster.broker($0)?.bounds(of: state.partition)?.logEnd }
                ?? .zero
        }
        while ends.count < clients.partitions { ends.append(.zero) }
        return ends
    }

    private var lags: [(total: Int, partitionMax: Int)] { clients.lags { logEnds } }

    private func sample() {
        let lagRecords = lag.sample(clients, ends: { logEnds }, now: cluster.now, &samples)
        let states = self.states
        samples.sample(
            now: cluster.now, lagRecords: lagRecords,
            inSyncReplicasMin: states.map(\.inSyncReplicas.count).min(),
            leaderlessPartitions: states.count { $0.leader == nil })
    }

    private var edge: RunOutcome.Edge {
        RunOutcome.Edge(
            time: cluster.now.rawValue, sent: clients.sentRecords,
            completed: clients.completedRecords)
    }

    /// Goes on until everything that was due is sent and has its outcome, and everything appended
    /// is read.
    private func drain() -> Bool {
        var last = (completed: -1, processed: -1)
        let heals = configuration.faults
            .flatMap { $0.occurrences(within: configuration.run.duration) }.compactMap(\.end)
        let begin = max(cluster.now, clients.timeline.measureStart + (heals.max() ?? .zero))
        var patience = begin + Self.drainPatience
        while cluster.now < min(patience, begin + clients.timeline.drainMax) {
            let state = (completed: clients.completedRecords, processed: clients.processedRecords)
            if clients.areSendsOver, lags.allSatisfy({ $0.total == 0 }) {
                outcome.isDrained = true
                return true
            }
            if state != last {
                last = state
                patience = max(patience, cluster.now + Self.drainPatience)
            }
            cluster.run(until: cluster.now + Self.sampleInterval)
            guard look(.draining) else { return false }
            sample()
        }
        outcome.unreadRecords = lags.reduce(0) { $0 + $1.total }
        return true
    }

    private var evidence: RunEvidence {
        for (index, id) in producers.enumerated() {
            guard let producer = cluster.producer(id) else { continue }
            clients.noteSentRecords(of: producer, index: index)
        }
        var evidence = RunEvidence(
            plan: plan, engine: engine, timeline: clients.timeline,
            generators: clients.generators, groups: clients.groups, members: clients.members,
            outcome: outcome, end: cluster.now, samples: samples)
        evidence.idleMembers = clients.idleMembers
        evidence.journals = clients.progress.compactMap(\.journal)
        evidence.tally = ClusterTally(cluster.counts)
        evidence.marks = marks
        evidence.changes = changes
        return evidence
    }
}
