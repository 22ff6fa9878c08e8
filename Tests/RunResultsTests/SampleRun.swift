import Foundation
import RunResults

/// A run of 10 s with 1,000,000 acknowledged records of 100 bytes, with round costs.
func sampleRun() -> RunResult {
    var dimensions = RunDimensions()
    dimensions.workload = "orders"
    dimensions.engine = "embedded"
    dimensions.keyDistribution = "uniform"
    dimensions.rate = "100000"
    dimensions.partitions = 3
    dimensions.acks = "all"
    dimensions.groups = 1
    dimensions.lingerMilliseconds = 0.5
    var throughput = ThroughputCounts()
    throughput.offeredRecords = 1_000_000
    throughput.ackedRecords = 1_000_000
    throughput.ackedBytes = 100_000_000
    throughput.consumedRecords = 990_000
    throughput.logBytesWritten = 321_000_000
    var verification = VerificationCounts()
    verification.checkedRecords = 1_200_000
    verification.keyOrderViolations = 12
    verification.duplicates = 3
    var cost = CostResult()
    cost.engineCPUSeconds = 0.12
    cost.generatorCPUSeconds = 0.015
    cost.checkerCPUSeconds = 0.0085
    cost.allocations = 500
    cost.residentBytes = 180_500_000
    return RunResult(
        dimensions: dimensions, repetition: 1, seed: UInt64.max, order: 4,
        startedAtUnixSeconds: 1_700_000_000.25, measuredSeconds: 10, throughput: throughput,
        latency: LatencyResults(), verification: verification, lag: LagResult(), cost: cost,
        flags: [])
}

/// A histogram of `[nanoseconds, count]` pairs.
func histogram(_ pairs: [[UInt64]]) throws -> LatencyHistogram {
    try JSONDecoder().decode(LatencyHistogram.self, from: JSONEncoder().encode(pairs))
}

/// The CSV text of one column of a run.
func cell(_ name: String, of run: RunResult, in environment: RunEnvironment = .init()) -> String? {
    ResultColumn.all.first { $0.name == name }?.value(run, environment).csvText
}
