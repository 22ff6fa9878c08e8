import Foundation
import LoadGenerator
import RunResults
import Targets
import Testing
import Workloads

/// The pitfalls that are shipped, in virtual time: every claim of theirs holds there too.
///
/// The load is lighter than the files', which is all the same to what they show; where consumers
/// take time for a record, they take so much longer.
@Suite struct ShippedPitfallTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Workloads/pitfalls").path

    /// What is set otherwise than in the file, by the name of the workload.
    private static let lighter: [String: [String]] = [
        "acks-one": ["producers.rate=2000/s", "cluster.network.rtt=20ms"],
        "commit-before": ["producers.rate=1000/s", "consumers.service.time=1500us"],
        "hot-key": ["producers.rate=300/s", "consumers.service.time=8ms"],
        "no-key": ["producers.rate=1000/s"],
        "rebalance-storm": [
            "producers.rate=200/s", "topic.replication.factor=1", "topic.partitions=4",
        ],
        "resized-topic": [
            "producers.rate=3000/s", "consumers.service.time=730us", "records.key.cardinality=1000",
        ],
        "retention-cliff": [
            "producers.rate=2000/s", "consumers.service.time=1ms", "topic.segment.bytes=16KiB",
            "topic.retention.bytes=96KiB",
        ],
        "retries": ["producers.rate=1000/s"],
        "too-many-consumers": ["producers.rate=500/s", "consumers.service.time=8ms"],
        "wrong-key": ["producers.rate=1000/s"],
    ]

    private final class QuietObserver: BenchObserver {
        let isInterrupted = false
        func progress(_ progress: RunProgress) {}
        func began(_ plan: RunPlan, of count: Int) {}
        func ended(_ plan: RunPlan, of count: Int, result: RunResult) {}
    }

    @Test func everyRowOfTheTableIsThere() throws {
        let catalog = try WorkloadCatalog.list(directory: Self.folder)
        #expect(catalog.errors == [])
        #expect(catalog.entries.map(\.name) == Self.lighter.keys.sorted())
    }

    @Test(arguments: lighter.keys.sorted())
    func whatAPitfallClaimsHolds(name: String) throws {
        let file = try WorkloadFile.load(
            path: "\(Self.folder)/\(name).yaml",
            overrides: WorkloadOverrides(settings: Self.lighter[name] ?? []))
        let trial = PitfallTrial(
            target: SimulatedTarget(), observer: QuietObserver(), environment: RunEnvironment())
        let pitfall = try #require(file.pitfall)
        let outcome = try #require(try trial.run(file.cells, of: pitfall, name: name))
        let verdict = outcome.verdict
        #expect(outcome.runs.count == file.cells.count, "each cell measures at the first attempt")
        for measure in verdict.damage { #expect(measure.holds, "damage: \(measure.text)") }
        for measure in verdict.fixed { #expect(measure.holds, "fixed: \(measure.text)") }
        #expect(verdict.isShown)
    }
}
