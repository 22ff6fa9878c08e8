import LoadGenerator
import Platform
import Records
import RunResults
import Synchronization
import Targets
import Testing
import Workloads

/// Watches a run in a test: never interrupts it unless told to.
final class SilentObserver: RunObserver {
    private let interrupted = Atomic<Bool>(false)

    var isInterrupted: Bool { interrupted.load(ordering: .relaxed) }

    func interrupt() { interrupted.store(true, ordering: .relaxed) }

    func progress(_ progress: RunProgress) {}
}

/// Runs cells on the embedded engine in a temporary directory that is gone afterwards.
enum TestBench {
    /// A small configuration: 3 brokers, 6 partitions, 100-byte records at a fixed rate.
    static func configuration(
        rate: Rate = .recordsPerSecond(2_000), duration: Nanoseconds = .milliseconds(400)
    ) -> RunConfiguration {
        var topic = TopicSettings()
        topic.partitions = 6
        var producers = ProducerSettings()
        producers.rate = rate
        var records = RecordSettings()
        records.key.cardinality = 500
        var run = RunSettings()
        run.warmup = .milliseconds(100)
        run.duration = duration
        return RunConfiguration(
            workload: "test", topic: topic, producers: producers, records: records,
            consumers: ConsumerSettings(), cluster: ClusterSettings(), run: run)
    }

    static func run(
        _ configuration: RunConfiguration, seed: UInt64 = 7, threads: Int = 2,
        byteCapMax: Int = .max
    ) throws -> RunResult {
        let directory = try Directory.createUnique(prefix: "weir-test-", in: "/tmp")
        defer { try? Directory.removeTree(directory) }
        var options = EmbeddedTarget.Options(dataDirectory: directory)
        options.threadsMax = threads
        options.byteCapMax = byteCapMax
        let plan = RunPlan(
            configuration: configuration, repetition: 1, seed: seed, order: 1)
        let result = try EmbeddedTarget(options).run(plan, observer: SilentObserver())
        #expect(try Directory.list(directory) == [], "a run leaves nothing behind")
        return try #require(result)
    }
}
