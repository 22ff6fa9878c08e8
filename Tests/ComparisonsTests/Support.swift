import Comparisons
import Foundation
import Records
import RunResults

/// Noise of several shapes, from a seed.
struct Noise {
    var random: RandomSource

    init(seed: UInt64) { random = RandomSource(seed: seed) }

    /// Normal, of mean 0 and deviation 1 (Box and Muller).
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - random.nextUnit())).squareRoot()
        return radius * cos(2 * .pi * random.nextUnit())
    }

    /// Mostly of deviation 1, and every tenth time of deviation 10: another program woke up.
    mutating func disturbed() -> Double {
        normal() * (random.nextUnit() < 0.1 ? 10 : 1)
    }

    /// Never below 0: a delay that is added.
    /// As `normal`, and one in sixteen far off.
    mutating func interrupted() -> Double {
        normal() * (random.nextUnit() < 1.0 / 16 ? 25 : 1)
    }

    mutating func delay() -> Double { -log(1 - random.nextUnit()) }
}

/// Runs whose throughput and latency are what a test says.
enum SampleRuns {
    /// A run of 1 s with `records` acknowledged, 50 of 51 of which took `microseconds` and the
    /// others three times as long.
    static func run(
        records: Int = 20_000, microseconds: Double = 100, rate: String = "20000",
        acks: String = "1", partitions: Int = 3, flags: [HonestyFlag] = []
    ) throws -> RunResult {
        var dimensions = RunDimensions()
        dimensions.workload = "orders"
        dimensions.rate = rate
        dimensions.acks = acks
        dimensions.partitions = partitions
        dimensions.groups = 1
        var throughput = ThroughputCounts()
        throughput.ackedRecords = records
        var latency = LatencyResults()
        let fast = UInt64(microseconds * 1_000)
        let slow = UInt64(records / 51)
        latency.publish = try histogram([[fast, UInt64(records) - slow], [3 * fast, slow]])
        return RunResult(
            dimensions: dimensions, repetition: 1, seed: 1, order: 1, startedAtUnixSeconds: 0,
            measuredSeconds: 1, throughput: throughput, latency: latency,
            verification: VerificationCounts(), lag: LagResult(), cost: CostResult(),
            flags: flags)
    }

    static func comparison(
        a: [RunResult], b: [RunResult], isPaired: Bool = true,
        settings: ComparisonSettings = ComparisonSettings()
    ) throws -> Comparison {
        try Comparison(
            a: .init(label: "acks=1", runs: a), b: .init(label: "acks=all", runs: b),
            isPaired: isPaired, settings: settings,
            environments: (RunEnvironment(), RunEnvironment()))
    }

    /// A histogram of `[nanoseconds, count]` pairs.
    private static func histogram(_ pairs: [[UInt64]]) throws -> LatencyHistogram {
        try JSONDecoder().decode(LatencyHistogram.self, from: JSONEncoder().encode(pairs))
    }
}
