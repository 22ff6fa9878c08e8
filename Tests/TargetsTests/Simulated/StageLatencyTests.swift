import LoadGenerator
import Records
import RunResults
import Targets
import Testing
import Workloads

/// Where the time of records goes, in virtual time: what is set is what is found.
@Suite struct StageLatencyTests {
    private func stages(
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) throws -> StageLatencies {
        var configuration = TestBench.configuration()
        configuration.topic.replicationFactor = 3
        configuration.topic.minInsyncReplicas = 2
        configuration.cluster.brokers = 3
        change(&configuration)
        let plan = RunPlan(configuration: configuration, repetition: 1, seed: 11, order: 1)
        let result = try #require(try SimulatedTarget().run(plan, observer: SilentObserver()))
        let stages = try #require(result.stages)
        // Every record that was measured from end to end, no other.
        #expect(stages.total == result.latency.endToEnd)
        return stages
    }

    private func mean(_ histogram: LatencyHistogram) throws -> Double {
        try #require(histogram.meanMicroseconds)
    }

    @Test func `the stages add up to the end-to-end latency`() throws {
        let stages = try stages { $0.cluster.network.roundTripTime = .milliseconds(3) }
        for stage in LatencyStage.allCases {
            #expect(stages[stage].count == stages.total.count, "\(stage)")
        }
        let sum = try LatencyStage.allCases.reduce(0) { try $0 + mean(stages[$1]) }
        // Each histogram keeps three significant digits.
        #expect(abs(sum / (try mean(stages.total)) - 1) < 0.002)
    }

    @Test func `links show in the queue, in replication and in the fetch`() throws {
        let near = try stages()
        let far = try stages { $0.cluster.network.roundTripTime = .milliseconds(10) }
        func added(_ stage: LatencyStage) throws -> Double {
            try mean(far[stage]) - mean(near[stage])
        }
        // Half a round trip to the leader.
        #expect((4_900...6_000).contains(try added(.queue)))
        // A follower fetches, and tells with its next fetch that it has the batch.
        #expect((9_900...16_000).contains(try added(.replicate)))
        // Half a round trip back to the consumer, and up to a whole one for its next fetch to come.
        #expect((4_900...16_000).contains(try added(.fetch)))
        #expect(try mean(far[.append]) < 1_000)
    }

    @Test func `lingering shows in the accumulator, service time in processing`() throws {
        let plain = try stages()
        let slow = try stages {
            $0.producers.linger = .milliseconds(20)
            $0.consumers.serviceTime = .fixed(.microseconds(100))
        }
        #expect(try mean(slow[.accumulate]) - mean(plain[.accumulate]) > 9_000)
        #expect(try mean(slow[.process]) - mean(plain[.process]) > 90)
    }

    @Test func `without replicas nothing is replicated`() throws {
        let alone = try stages {
            $0.topic.replicationFactor = 1
            $0.topic.minInsyncReplicas = 1
        }
        #expect(alone[.replicate].max == .zero)
    }
}
