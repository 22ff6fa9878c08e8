import Cluster
import Faults
import LoadGenerator
import Measurement
import Platform
import Records
import RunResults
import Workloads

/// Watches a running cluster from the main thread: samples, progress, the edges of the measured
/// time, the drain, and the reasons to end early.
final class RunWatch {
    private let run: EmbeddedRun
    private let cluster: EmbeddedCluster
    private let clients: RunClients
    private let parker = Parker()
    private var lag: LagWatch
    /// How the run stood from time to time, for its series.
    private(set) var samples: RunSeriesBuilder
    private var outcome = RunOutcome()
    private var lastProgress = (time: Int64(0), acked: 0)

    /// Whether producers send in the warm-up alone: then the measured time is over when everything
    /// is read.
    private let isReadingAlone: Bool
    private static let sampleInterval: Int64 = 10_000_000
    /// How often it is looked whether everything is read, where that ends the measured time.
    private static let readingInterval: Int64 = 1_000_000
    private static let progressInterval: Int64 = 200_000_000
    /// Without faults, the drain gives up when nothing has moved for this long.
    private static let drainPatience: Int64 = 5_000_000_000

    init(_ run: EmbeddedRun, cluster: EmbeddedCluster, clients: RunClients) {
        self.run = run
        self.cluster = cluster
        self.clients = clients
        samples = RunSeriesBuilder(timeline: clients.timeline)
        lag = LagWatch(timeline: clients.timeline)
        let configuration = run.configuration
        isReadingAlone = configuration.producers.send == .warmup
        outcome.backlog = BacklogWatch(configuration, timeline: clients.timeline)
    }

    /// Watches until the run is drained; nil where the observer interrupted it.
    func watch() throws(MeasurementError) -> RunOutcome? {
        let timeline = clients.timeline
        cluster.scheduleFaults(
            from: timeline.measureStart, within: run.configuration.run.duration)
        let measureStart = timeline.measureStart.rawValue
        guard try watch(until: measureStart, phase: .warmup) else { return nil }
        outcome.start = try edge(at: .start)
        let middle = measureStart + (timeline.measureEnd.rawValue - measureStart) / 2
        guard try watch(until: middle, phase: .measuring) else { return nil }
        outcome.middle = counts()
        guard try watch(until: timeline.measureEnd.rawValue, phase: .measuring) else { return nil }
        outcome.end = try edge(at: .end)
        outcome.measuredSeconds =
            Double(min(outcome.end.time, timeline.measureEnd.rawValue) - measureStart) / 1e9
        outcome.lag = lag.processed
        outcome.committedLag = lag.committed
        outcome.threads = cluster.widestSpread
        guard try drain() else { return nil }
        outcome.committedLag.maxRecords = lag.committed.maxRecords
        return outcome
    }

    /// Samples until `end`; false where the observer interrupted. Ends early at the byte cap.
    private func watch(
        until end: Int64, phase: RunProgress.Phase
    ) throws(MeasurementError) -> Bool {
        let isReading = isReadingAlone && phase == .measuring
        while !outcome.hitByteCap {
            let now = MonotonicClock.now
            if isReading, outcome.backlog?.isReadOut == true { return true }
            guard now < end else { return true }
            guard try look(phase: phase, now: now) else { return false }
            sample(now: now)
            stopAtByteCap()
            let interval = isReading ? Self.readingInterval : Self.sampleInterval
            parker.park(until: min(end, now + interval))
        }
        return true
    }

    private func stopAtByteCap() {
        guard cluster.keptBytes > min(run.preflight.byteCap, run.options.byteCapMax) else { return }
        outcome.hitByteCap = true
        run.stop.raise()
    }

    /// Tells how the run stands; false where it is to be given up.
    private func look(
        phase: RunProgress.Phase, now: Int64
    ) throws(MeasurementError) -> Bool {
        if run.observer.isInterrupted { return false }
        if let failure = cluster.gauges.storageFailure {
            throw .unfit(
                place: run.directory, value: "\(failure)", expected: "a disk that takes writes")
        }
        if let failure = clients.failure {
            throw .unfit(
                place: failure.place, value: "\(failure.reason)",
                expected: "a member that its group takes and that knows where to begin")
        }
        holdRetention()
        clients.openGate { lags() }
        watchBacklog(now: now)
        guard now - lastProgress.time >= Self.progressInterval else { return true }
        let completed = clients.completedRecords
        let seconds = Double(now - lastProgress.time) / 1e9
        if lastProgress.time > 0 {
            run.observer.progress(
                RunProgress(
                    phase: phase,
                    elapsedSeconds: Double(now - clients.timeline.start.rawValue) / 1e9,
                    ackedRecordsPerSecond: Double(completed - lastProgress.acked) / seconds,
                    lagRecords: lags().map(\.total).max() ?? 0))
        }
        lastProgress = (now, completed)
        return true
    }

    /// Neither retention nor compaction passes the slowest group, where it is to be spared.
    private func holdRetention() {
        guard run.configuration.holdsRetention else { return }
        cluster.holdRetention(at: clients.retentionFloors)
    }

    /// Lets the members start when the backlog that they wait for is there.
    private func watchBacklog(now: Int64) {
        guard outcome.backlog != nil else { return }
        let lag = lags().map(\.total).max() ?? 0
        let appended = logEnds.reduce(0) { $0 + Int($1.rawValue) }
        let isStopped = outcome.hitByteCap
        let step = outcome.backlog?.look(
            now: now, acked: clients.completedRecords, appended: appended, lag: lag,
            isStopped: isStopped)
        switch step {
        case .startConsumers: cluster.startConsumers()
        case .endSending: run.stop.raise()
        case .goOn, nil: break
        }
    }

    private var logEnds: [Offset] {
        (0..<clients.partitions).map { cluster.gauges.logEnd(of: PartitionIndex($0)) }
    }

    /// Each group's lag: over all partitions, and the largest.
    private func lags() -> [(total: Int, partitionMax: Int)] {
        clients.lags { logEnds }
    }

    /// Notes how the run stands now.
    private func sample(now: Int64) {
        let lagRecords = lag.sample(clients, ends: { logEnds }, now: Instant(now), &samples)
        let gauges = cluster.gauges
        samples.sample(
            now: Instant(now), lagRecords: lagRecords,
            inSyncReplicasMin: (0..<gauges.partitionCount)
                .map { gauges.inSyncCount(of: PartitionIndex($0)) }.min(),
            leaderlessPartitions: gauges.leaderlessCount)
    }

    private func counts() -> RunOutcome.Edge {
        RunOutcome.Edge(
            time: MonotonicClock.now, sent: clients.sentRecords,
            completed: clients.completedRecords, writtenBytes: cluster.writtenBytes,
            idleSpinNanoseconds: cluster.idleSpinNanoseconds)
    }

    private func edge(at edge: ResourceProbe.Edge) throws(MeasurementError) -> RunOutcome.Edge {
        let probe = run.probe
        cluster.runOnWorkers { probe.flushThreadCache() }
        var result = counts()
        result.resources = try probe.snapshot(at: edge)
        return result
    }

    /// Whether as many records as were sent are in the logs. An acknowledgement tells so, but at
    /// acks=0 there is none: a record counts as soon as it is sent.
    private func hasArrived(_ sent: Int) -> Bool {
        guard run.configuration.producers.acks == .none else { return true }
        let appended = (0..<clients.partitions).reduce(0) {
            $0 + Int(cluster.gauges.logEnd(of: PartitionIndex($1)).rawValue)
        }
        return appended >= sent
    }

    /// How long nothing may move before the drain gives up: with faults, as long as it takes to
    /// notice a dead broker, and a request that nobody answers.
    private var patience: Int64 {
        let consumers = run.configuration.consumers
        let session =
            consumers.isSubscribed ? consumers.sessionTimeout.rawValue : 0
        guard !run.configuration.faults.isEmpty else { return Self.drainPatience + session }
        let cluster = run.configuration.cluster
        let producers = run.configuration.producers
        let waits = [
            cluster.sessionTimeout, cluster.replicaFetchTimeout, producers.retryBackoffMax,
            min(producers.requestTimeout, producers.deliveryTimeout),
        ]
        return Self.drainPatience + session + waits.reduce(0) { $0 + $1.rawValue }
    }

    /// When the last fault heals that ever does.
    private var lastHeal: Int64 {
        let run = run.configuration
        let ends = run.faults.flatMap { $0.occurrences(within: run.run.duration) }
            .compactMap(\.end)
        return (clients.timeline.measureStart + (ends.max() ?? .zero)).rawValue
    }

    /// Waits until everything that was due is sent, and acknowledged or failed, and everything
    /// appended is read.
    private func drain() throws(MeasurementError) -> Bool {
        var last = (completed: -1, processed: -1)
        var lastMove = MonotonicClock.now
        var lastSample = lastMove
        let patience = self.patience
        let lastHeal = self.lastHeal
        let latest = max(lastMove, lastHeal) + clients.timeline.drainMax.rawValue
        while true {
            let now = MonotonicClock.now
            guard try look(phase: .draining, now: now) else { return false }
            // What was due and is late is made here, which can be more than there is room for.
            stopAtByteCap()
            let state = (completed: clients.completedRecords, processed: clients.processedRecords)
            if clients.areSendsOver, hasArrived(clients.sentRecords),
                lags().allSatisfy({ $0.total == 0 })
            {
                outcome.isDrained = true
                return true
            }
            if state != last {
                last = state
                lastMove = now
            }
            if now > lastHeal, now - lastMove > patience || now > latest {
                outcome.unreadRecords = lags().reduce(0) { $0 + $1.total }
                return true
            }
            if now - lastSample > Self.sampleInterval {
                sample(now: now)
                lastSample = now
            }
            parker.park(until: now + 1_000_000)
        }
    }
}
