import Records
import RunResults

/// Hand-made runs: a setting and the rates that it should show.
struct RunBuilder {
    var dimensions = RunDimensions()
    var repetition = 1
    var seconds = 10.0
    var ackedMegabytesPerSecond = 100.0
    /// Nil is as many as were acknowledged, once for each group.
    var consumedRecordsPerSecond: Double?
    var lagSlope = 0.0
    var publishMilliseconds: Int64?
    var flags: [HonestyFlag] = []

    /// Embedded, saturated, replication factor 3, acks=all, 1000-byte records, one group of one.
    init(partitions: Int = 1, ackedMegabytesPerSecond: Double = 100) {
        dimensions.engine = "embedded"
        dimensions.rate = "max"
        dimensions.recordBytes = 1000
        dimensions.partitions = partitions
        dimensions.replicationFactor = 3
        dimensions.minInsyncReplicas = 2
        dimensions.acks = "all"
        dimensions.brokers = 3
        dimensions.producers = 1
        dimensions.groups = 1
        dimensions.consumers = 1
        self.ackedMegabytesPerSecond = ackedMegabytesPerSecond
    }

    var run: RunResult {
        let ackedBytes = ackedMegabytesPerSecond * 1e6 * seconds
        let ackedRecords = ackedBytes / Double(dimensions.recordBytes)
        var throughput = ThroughputCounts()
        throughput.ackedBytes = Int(ackedBytes)
        throughput.ackedRecords = Int(ackedRecords)
        throughput.offeredRecords = Int(ackedRecords)
        let consumed =
            consumedRecordsPerSecond.map { $0 * seconds }
            ?? ackedRecords * Double(dimensions.groups)
        throughput.consumedRecords = Int(consumed)
        var latency = LatencyResults()
        if let publishMilliseconds {
            latency.publish.record(.milliseconds(publishMilliseconds), count: 10_000)
        }
        var lag = LagResult()
        lag.slopeRecordsPerSecond = lagSlope
        return RunResult(
            dimensions: dimensions, repetition: repetition, seed: 1, order: 1,
            startedAtUnixSeconds: 0, measuredSeconds: seconds, throughput: throughput,
            latency: latency, verification: VerificationCounts(), lag: lag, cost: CostResult(),
            flags: flags)
    }

    func with(_ change: (inout RunBuilder) -> Void) -> RunBuilder {
        var copy = self
        change(&copy)
        return copy
    }
}
