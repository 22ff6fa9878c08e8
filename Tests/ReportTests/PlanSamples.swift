import Planner
import RunResults

/// Outcomes to render.
enum PlanSamples {
    /// 50 MB/s of 1000-byte records on stated rates, with a hottest key of 5 %, kept 7 days,
    /// grown from 6 partitions.
    static func orders() throws -> PlanOutcome {
        var request = PlanRequest(throughput: .bytesPerSecond(50e6), recordBytes: 1000)
        request.perPartitionBytesPerSecond = 10e6
        request.perConsumerBytesPerSecond = 20e6
        request.topKeyShare = 0.05
        request.serviceTimeSeconds = 50e-6
        request.retentionSeconds = 604_800
        request.currentPartitions = 6
        return try CapacityPlanner.plan(request, profile: nil)
    }

    /// The same with a key and a broker count that no plan meets.
    static func refused() throws -> PlanOutcome {
        var request = PlanRequest(throughput: .bytesPerSecond(50e6), recordBytes: 1000)
        request.perPartitionBytesPerSecond = 10e6
        request.perConsumerBytesPerSecond = 20e6
        request.topKeyShare = 0.2
        request.brokers = 2
        return try CapacityPlanner.plan(request, profile: nil)
    }

    /// 1 MB/s on a measured row of one embedded partition, which the generator limited.
    static func measured() throws -> PlanOutcome {
        var dimensions = RunDimensions()
        dimensions.engine = "embedded"
        dimensions.rate = "max"
        dimensions.recordBytes = 1000
        dimensions.partitions = 1
        dimensions.replicationFactor = 3
        dimensions.acks = "all"
        dimensions.groups = 1
        dimensions.consumers = 1
        var throughput = ThroughputCounts()
        throughput.ackedRecords = 900_000
        throughput.ackedBytes = 900_000_000
        throughput.consumedRecords = 900_000
        let run = RunResult(
            dimensions: dimensions, repetition: 1, seed: 1, order: 1, startedAtUnixSeconds: 0,
            measuredSeconds: 1, throughput: throughput, latency: LatencyResults(),
            verification: VerificationCounts(), lag: LagResult(), cost: CostResult(),
            flags: [.generatorLimited])
        return try CapacityPlanner.plan(
            PlanRequest(throughput: .bytesPerSecond(1e6), recordBytes: 1000),
            profile: MeasuredProfile(runs: [run], results: "Results/a|b"))
    }
}
