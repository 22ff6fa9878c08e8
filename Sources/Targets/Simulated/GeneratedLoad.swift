import Checker
import Client
import LoadGenerator
import Messages
import Records
import Simulation
import Workloads

/// The generator and the checker as the clients of a simulated run, the same as in real time,
/// with every send and read recorded.
final class GeneratedLoad: SimulationLoad {
    private let configuration: RunConfiguration
    private let generators: [GeneratorClient]
    private let members: [CheckingClient]
    private let recorder: HistoryRecorder
    /// For what is no client's.
    private let others: HistoryBuffer
    private let stop: StopSignal
    private var marks = FaultMarks()
    private static let group = "simulated"

    init(_ scenario: SimulationScenario) {
        let configuration = RunConfiguration(scenario)
        self.configuration = configuration
        let partitions = configuration.finalPartitions
        let timeline = RunTimeline(
            start: Instant(0), warmup: .zero, duration: configuration.run.duration)
        let recorder = HistoryRecorder(partitions: partitions)
        self.recorder = recorder
        others = recorder.makeBuffer()
        let stop = StopSignal()
        self.stop = stop
        generators = (0..<scenario.producers.count).map { index in
            GeneratorClient(
                configuration, producer: index, seed: scenario.seed, timeline: timeline,
                stop: stop, wallOffsetNanoseconds: 0, clock: .handed,
                history: recorder.makeBuffer())
        }
        let checker = GroupChecker(
            entities: configuration.records.key.cardinality, producers: generators.count,
            partitions: partitions, members: scenario.consumers)
        let journal = scenario.group.map { _ in
            GroupJournal(
                members: scenario.consumers, partitions: partitions, timeline: timeline)
        }
        let progress = GroupProgress(partitions: partitions, journal: journal)
        members = (0..<scenario.consumers).map { index in
            CheckingClient(
                checker: checker.member(index), timeline: timeline, serviceTime: .fixed(.zero),
                progress: progress, number: index, clock: .handed,
                history: MemberHistory(
                    recorder.makeBuffer(), group: Self.group, consumer: "\(index)"))
        }
    }

    func producer(_ number: Int) -> any ProducerApplication { generators[number] }

    func consumer(_ number: Int) -> any ConsumerApplication { members[number] }

    func stopSending() { stop.raise() }

    var isSent: Bool {
        generators.allSatisfy { $0.nextDue == nil && $0.completed.now == $0.sent.now }
    }

    var acknowledgedRecords: Int {
        generators.reduce(0) {
            $0 + $1.recorder.completedRecords - $1.recorder.failedRecords
                - $1.recorder.abandonedRecords
        }
    }

    /// A fault struck or ended.
    func note(_ mark: FaultMark) {
        if let mark = marks.outermost(mark) { others.noted(mark) }
    }

    /// The history, and what it shows.
    func verdict(hasFinalRead: Bool) throws(HistoryError) -> HistoryVerdict {
        let settings = HistorySettings(
            configuration, source: "simulation", hasFinalRead: hasFinalRead)
        return try recorder.recording(settings: settings).verdict()
    }
}

extension RunConfiguration {
    /// The load that a scenario asks for: few entities, so that each has a long order to keep.
    fileprivate init(_ scenario: SimulationScenario) {
        self.init(
            workload: "simulated", topic: TopicSettings(), producers: ProducerSettings(),
            records: RecordSettings(), consumers: ConsumerSettings(), cluster: ClusterSettings(),
            run: RunSettings(), faults: scenario.faults)
        let model = scenario.model
        topic.partitions = model.topic.partitions
        topic.replicationFactor = model.topic.replicationFactor
        topic.minInsyncReplicas = model.topic.minInsyncReplicas
        topic.allowsUncleanElection = model.topic.allowsUncleanElection
        topic.retentionBytes = model.topic.retentionBytes
        topic.retentionTime = model.topic.retentionTime
        cluster.brokers = model.brokers
        cluster.flushMessages = model.topic.flushMessages
        producers.count = scenario.producers.count
        producers.rate = .recordsPerSecond(
            Double(scenario.recordsPerSecond * scenario.producers.count))
        producers.arrival = .poisson
        if let producer = scenario.producers.first {
            producers.acks = producer.acks
            producers.idempotence = producer.isIdempotent ? .yes : .no
            producers.maxInFlight = producer.maxInFlight
            producers.batchBytes = producer.batchBytes
        }
        records.key.cardinality = max(32, scenario.producers.count)
        records.valueBytes = max(RecordStamp.byteCount, scenario.valueBytes.upperBound)
        consumers.count = scenario.consumers
        run.warmup = .zero
        run.duration = scenario.sendingTimeMax
        run.seed = scenario.seed
    }
}
