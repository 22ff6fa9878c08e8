import LoadGenerator
import Records
import RunResults
import Synchronization
import Testing
import Workloads

@Suite struct SearchingTargetTests {
    /// Carries so many records per second and acknowledges no more.
    private final class Bottleneck: LogTarget {
        let engine = "bottleneck"
        let capacity: Double
        var rates: [Rate] = []
        var seeds: Set<UInt64> = []
        /// Runs after which it is interrupted.
        var runsMax = Int.max

        init(capacity: Double) { self.capacity = capacity }

        func run(
            _ plan: RunPlan, observer: any RunObserver
        ) throws(TargetError) -> RunResult? {
            let rate = plan.configuration.producers.rate
            rates.append(rate)
            seeds.insert(plan.seed)
            guard rates.count <= runsMax else { return nil }
            let offered =
                if case .recordsPerSecond(let rate) = rate { rate } else { capacity * 1.2 }
            var throughput = ThroughputCounts()
            throughput.offeredRecords = Int(offered)
            throughput.ackedRecords = Int(min(offered, rate == .max ? offered : capacity))
            return RunResult(
                dimensions: RunDimensions(plan.configuration, engine: engine),
                repetition: plan.repetition, seed: plan.seed, order: plan.order,
                startedAtUnixSeconds: 0, measuredSeconds: 1, throughput: throughput,
                latency: LatencyResults(), verification: VerificationCounts(), lag: LagResult(),
                cost: CostResult(), flags: [])
        }
    }

    private final class Silent: RunObserver {
        var isInterrupted: Bool { false }
        func progress(_ progress: RunProgress) {}
    }

    private func plan(_ rate: Rate) -> RunPlan {
        var configuration = RunConfiguration(
            workload: "test", topic: TopicSettings(), producers: ProducerSettings(),
            records: RecordSettings(), consumers: ConsumerSettings(),
            cluster: ClusterSettings(), run: RunSettings())
        configuration.producers.rate = rate
        return RunPlan(configuration: configuration, repetition: 2, seed: 9, order: 3)
    }

    @Test func `the row is the run at the highest rate that passed`() throws {
        let bottleneck = Bottleneck(capacity: 100_000)
        let result = try #require(
            try SearchingTarget(bottleneck).run(plan(.search), observer: Silent()))
        let search = try #require(result.search)
        #expect(bottleneck.rates.first == .max)
        #expect(bottleneck.seeds.count == bottleneck.rates.count)
        #expect(search.trials == bottleneck.rates.count - 1)
        #expect((95_000...102_000).contains(search.passedRecordsPerSecond))
        #expect(result.throughput.offeredRecords == Int(search.passedRecordsPerSecond))
        #expect(result.dimensions.rate == "search")
        #expect((result.repetition, result.seed, result.order) == (2, 9, 3))
    }

    @Test func `other rates are run as they are`() throws {
        let bottleneck = Bottleneck(capacity: 100_000)
        let result = try SearchingTarget(bottleneck).run(
            plan(.recordsPerSecond(5_000)), observer: Silent())
        #expect(bottleneck.rates == [.recordsPerSecond(5_000)])
        #expect(result?.search == nil)
    }

    @Test func `an interrupted trial leaves no row`() throws {
        let bottleneck = Bottleneck(capacity: 100_000)
        bottleneck.runsMax = 4
        #expect(
            try SearchingTarget(bottleneck).run(plan(.search), observer: Silent()) == nil)
        #expect(bottleneck.rates.count == 5)
    }
}
