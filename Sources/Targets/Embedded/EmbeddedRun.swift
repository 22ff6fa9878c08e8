import Checker
import Client
import Cluster
import LoadGenerator
import Measurement
import Messages
import Platform
import Records
import RunResults
import Workloads

/// One run from an empty directory to its result.
final class EmbeddedRun {
    let plan: RunPlan
    let engine: String
    let directory: String
    let options: EmbeddedTarget.Options
    let preflight: Preflight
    let observer: any RunObserver
    let probe = ResourceProbe()
    let stop = StopSignal()

    var configuration: RunConfiguration { plan.configuration }

    init(
        plan: RunPlan, engine: String, directory: String, options: EmbeddedTarget.Options,
        preflight: Preflight, observer: any RunObserver
    ) {
        self.plan = plan
        self.engine = engine
        self.directory = directory
        self.options = options
        self.preflight = preflight
        self.observer = observer
    }

    /// Does the run; nil where the observer interrupted it.
    func execute() throws(MeasurementError) -> RunResult? {
        let startedAt = WallClock.unixSeconds
        let setupStart = MonotonicClock.now
        let residentBefore = try probe.residentBytes()
        let cluster = try onCluster { () throws(ClusterError) in
            try EmbeddedCluster(
                clusterConfiguration, topic: TopicConfiguration(configuration))
        }
        let history = options.onHistory.map { _ in
            HistoryRecorder(partitions: configuration.finalPartitions)
        }
        let clients = makeClients(history: history)
        let joined = EmbeddedClients(clients, configuration, cluster: cluster)
        let setup = SetupCost(
            seconds: Double(MonotonicClock.now - setupStart) / 1e9,
            residentBytes: try probe.residentBytes() - residentBefore)
        try onCluster { () throws(ClusterError) in try cluster.start() }
        let watch = RunWatch(self, cluster: cluster, clients: clients)
        let outcome: RunOutcome?
        do throws(MeasurementError) { outcome = try watch.watch() } catch {
            cluster.stop()
            throw error
        }
        cluster.stop()
        guard let outcome else { return nil }
        joined.noteSentRecords(cluster)
        var evidence = try evidence(
            of: cluster, clients, outcome: outcome, samples: watch.samples)
        evidence.setup = setup
        if let history { options.onHistory?(plan, history.recording(of: evidence)) }
        if options.keepsData { try onCluster { () throws(ClusterError) in try cluster.close() } }
        return RunAssembly(evidence: evidence).result(startedAt: startedAt)
    }

    /// From the making of the clients to the first record.
    private static let lead = Nanoseconds.milliseconds(10)

    private func makeClients(history: HistoryRecorder?) -> RunClients {
        // These take their time with many keys, which must not pass from the run's.
        let samplers = EntitySampler.all(
            keys: configuration.records.key, producers: configuration.producers.count)
        let now = MonotonicClock.now
        let isLarge = configuration.records.key.cardinality > 1_000_000
        let timeline = RunTimeline(
            start: Instant(now) + (isLarge ? .seconds(1) : Self.lead),
            warmup: configuration.run.warmup, duration: configuration.run.duration)
        return RunClients(
            plan, samplers: samplers, timeline: timeline, stop: stop,
            wallOffset: Int64(WallClock.unixSeconds * 1e9) - now, clock: .monotonic,
            history: history)
    }

    private func evidence(
        of cluster: EmbeddedCluster, _ clients: RunClients, outcome: RunOutcome,
        samples: RunSeriesBuilder
    ) throws(MeasurementError) -> RunEvidence {
        let end = Instant(MonotonicClock.now)
        var evidence = RunEvidence(
            plan: plan, engine: engine, timeline: clients.timeline,
            generators: clients.generators, groups: clients.groups, members: clients.members,
            outcome: outcome, end: end, samples: samples)
        evidence.isInMemoryFileSystem = preflight.fileSystem.isInMemory
        evidence.idleMembers = clients.idleMembers
        evidence.journals = clients.progress.compactMap(\.journal)
        evidence.tally = ClusterTally(cluster.gauges.counts)
        evidence.marks = cluster.gauges.strikes.flatMap { $0.marks(until: end) }
        evidence.changes = cluster.gauges.changes.compactMap {
            FaultMark($0.event, time: $0.time)
        }
        // Without a group nobody but the audit looks at the records; what retention deleted, nobody
        // can judge.
        let isAudited =
            configuration.consumers.groups == 0
            ? !configuration.topic.losesRecords : !configuration.faults.isEmpty
        if isAudited {
            evidence.audit = try onCluster { () throws(ClusterError) in
                try LogAudit(configuration, logs: cluster.finalLogs).verdict(of: clients)
            }
        }
        return evidence
    }

    private var clusterConfiguration: ClusterConfiguration {
        var cluster = ClusterConfiguration()
        cluster.brokers = configuration.cluster.brokers
        cluster.shards = max(1, options.threadsMax)
        cluster.dataDirectory = directory
        cluster.replicaLagTimeMax = configuration.cluster.replicaLagTimeMax
        cluster.replicaFetchTimeout = configuration.cluster.replicaFetchTimeout
        cluster.replicaFetchWaitMax = configuration.cluster.replicaFetchWaitMax
        cluster.sessionTimeout = configuration.cluster.sessionTimeout
        cluster.heartbeatInterval = configuration.cluster.heartbeatInterval
        cluster.leaderImbalanceCheckInterval =
            configuration.cluster.leaderImbalanceCheckInterval
        cluster.cleanerBytesPerSecond = configuration.cluster.cleanerBytesPerSecond
        cluster.faults = configuration.faults
        cluster.network.roundTripTime = configuration.cluster.network.roundTripTime
        cluster.network.jitter = configuration.cluster.network.jitter
        cluster.network.bandwidthBytesPerSecond =
            configuration.cluster.network.bandwidthBytesPerSecond
        cluster.offsetsTopic = TopicConfiguration.offsets(configuration)
        cluster.holdsConsumers = configuration.holdsConsumers
        cluster.seed = plan.seed
        return cluster
    }
}

/// Runs `body` with the cluster's errors as the measurement's.
func onCluster<Result>(
    _ body: () throws(ClusterError) -> Result
) throws(MeasurementError) -> Result {
    do throws(ClusterError) { return try body() } catch {
        switch error {
        case .platform(let platform): throw .platform(platform)
        case .storage(let storage):
            throw .unfit(
                place: "data directory", value: "\(storage)", expected: "a disk that takes writes")
        }
    }
}
