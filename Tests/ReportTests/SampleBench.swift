import Foundation
import RunResults

/// Made-up runs with round numbers.
enum SampleBench {
    /// A histogram of `[nanoseconds, count]` pairs.
    static func histogram(_ pairs: [[UInt64]]) throws -> LatencyHistogram {
        try JSONDecoder().decode(LatencyHistogram.self, from: JSONEncoder().encode(pairs))
    }

    static func dimensions(
        rate: String = "20000", keys: String = "uniform", partitions: Int = 3,
        replicationFactor: Int = 3, acks: String = "1", consumers: Int = 1
    ) -> RunDimensions {
        var dimensions = RunDimensions()
        dimensions.workload = "orders"
        dimensions.engine = "embedded"
        dimensions.keyDistribution = keys
        dimensions.keyCardinality = 100_000
        dimensions.recordBytes = 100
        dimensions.rate = rate
        dimensions.arrival = rate == "max" ? "" : "poisson"
        dimensions.partitions = partitions
        dimensions.replicationFactor = replicationFactor
        dimensions.minInsyncReplicas = max(1, replicationFactor - 1)
        dimensions.acks = acks
        dimensions.brokers = 3
        dimensions.producers = 2
        dimensions.groups = 1
        dimensions.consumers = consumers
        dimensions.batchBytes = 65_536
        dimensions.maxInFlight = 5
        dimensions.compression = "none"
        dimensions.nullKeyPartitioner = keys == "none" ? "sticky" : ""
        return dimensions
    }

    /// A run of 10 s that acknowledged `records`, in which `publish` nanoseconds were measured
    /// for every record but one in fifty, which took three times as long.
    static func run(
        _ dimensions: RunDimensions, repetition: Int = 1, order: Int = 1, records: Int = 200_000,
        publish: UInt64 = 100_000, flags: [HonestyFlag] = []
    ) throws -> RunResult {
        var throughput = ThroughputCounts()
        throughput.offeredRecords = records
        throughput.ackedRecords = records
        throughput.ackedBytes = records * 100
        throughput.consumedRecords = records
        throughput.logBytesWritten = records * 107 * dimensions.replicationFactor
        var latency = LatencyResults()
        let slow = UInt64(records / 50)
        let fast = UInt64(records) - slow
        latency.publish = try histogram([[publish, fast], [3 * publish, slow]])
        latency.endToEnd = try histogram([[2 * publish, fast], [6 * publish, slow]])
        if !dimensions.isSaturation {
            latency.publishDelay = try histogram([[1_000, UInt64(records)]])
        }
        var verification = VerificationCounts()
        verification.checkedRecords = records
        verification.lostAcknowledged = 0
        var cost = CostResult()
        cost.engineCPUSeconds = Double(records) * 120e-9
        cost.generatorCPUSeconds = Double(records) * 15e-9
        cost.checkerCPUSeconds = Double(records) * 8.5e-9
        cost.residentBytes = 180_000_000
        return RunResult(
            dimensions: dimensions, repetition: repetition, seed: 18_446_744_073_709_551_615,
            order: order, startedAtUnixSeconds: 1_700_000_000, measuredSeconds: 10,
            throughput: throughput, latency: latency, verification: verification,
            lag: LagResult(), cost: cost, flags: flags)
    }

    static var environment: RunEnvironment {
        var environment = RunEnvironment()
        environment.weirVersion = "0.1.0"
        environment.swiftVersion = "6.3.1"
        environment.buildMode = "release"
        environment.operatingSystem = "Debian 12"
        environment.kernel = "Linux 6.1"
        environment.architecture = "x86_64"
        environment.cpuModel = "Test CPU"
        environment.cpus = 2
        environment.memoryBytes = 24_000_000_000
        environment.dataFileSystem = "tmpfs"
        environment.dataDirectoryFreeBytes = 12_000_000_000
        environment.allocator = "jemalloc"
        environment.startedAt = "2026-01-02T03:04:05Z"
        environment.appendCeilingBytesPerSecond = 2.5e9
        environment.pathCeilingBytesPerSecond = 1.2e9
        return environment
    }

    static func bench(_ runs: [RunResult], skipped: [String] = []) -> BenchResult {
        BenchResult(
            workload: "orders", question: "What does acks=all cost?", environment: environment,
            runs: runs, skipped: skipped, interrupted: false)
    }

    /// One configuration, run twice.
    static func tiny() throws -> BenchResult {
        let runs = try [1, 2].map { try run(dimensions(), repetition: $0, order: $0) }
        return bench(runs, skipped: ["a cell that cannot exist"])
    }

    /// acks=1 and acks=all at 3 and 12 partitions, at 20,000 records/s and at max, and null
    /// keys at max; two repetitions each.
    static func small() throws -> BenchResult {
        var runs: [RunResult] = []
        for repetition in 1...2 {
            let step = repetition * 1_000
            for partitions in [3, 12] {
                for (acks, factor) in [("1", 10), ("all", 16)] {
                    let shrink = acks == "all" ? 12 / partitions : 0
                    runs.append(
                        try run(
                            dimensions(partitions: partitions, acks: acks),
                            repetition: repetition, order: runs.count + 1,
                            publish: UInt64(factor * 10_000 + step),
                            flags: repetition == 2 && acks == "1" && partitions == 12
                                ? [.fellBehind] : []))
                    runs.append(
                        try run(
                            dimensions(rate: "max", partitions: partitions, acks: acks),
                            repetition: repetition, order: runs.count + 1,
                            records: 12_345_678 * (9 - shrink) + repetition * 100_000,
                            publish: UInt64(factor * 100_000 + step)))
                }
            }
            var null = try run(
                dimensions(rate: "max", keys: "none", partitions: 12, acks: "all"),
                repetition: repetition, order: runs.count + 1, records: 10_000_000)
            null.verification.keyOrderViolations = 1_234_567
            null.verification.lostAcknowledged = 1
            runs.append(null)
        }
        return bench(runs, skipped: ["min.insync.replicas 3 is above replication.factor 1"])
    }
}
