/// Everything that one run left, apart from the machine it ran on.
package struct RunResult: Sendable, Codable, Equatable {
    package var dimensions: RunDimensions
    /// 1 for the first repetition of a configuration.
    package var repetition: Int
    /// The seed from which the run's keys, sizes and intended times were drawn.
    package var seed: UInt64
    /// The run's place in the interleaved order, from 1.
    package var order: Int
    /// Seconds since 1970 when the run began.
    package var startedAtUnixSeconds: Double
    /// The measured time in seconds, warm-up and drain excluded.
    package var measuredSeconds: Double
    package var throughput: ThroughputCounts
    package var latency: LatencyResults
    package var verification: VerificationCounts
    package var lag: LagResult
    package var cost: CostResult
    package var flags: [HonestyFlag]
    /// nil in results that were written before faults could be injected.
    package var failover: FailoverResult?
    /// nil in results that were written before, and where no group reads.
    package var group: GroupResult?
    /// What a search for the highest rate came to, whose run this is; nil of others.
    package var search: SearchResult?
    /// nil in results that were written before, and where no batch's way was known.
    package var stages: StageLatencies?
    /// nil where none was recorded.
    package var series: RunSeries?
    /// nil in results that were written before, and where nothing was acknowledged.
    package var partitions: PartitionShares?

    package init(
        dimensions: RunDimensions, repetition: Int, seed: UInt64, order: Int,
        startedAtUnixSeconds: Double, measuredSeconds: Double, throughput: ThroughputCounts,
        latency: LatencyResults, verification: VerificationCounts, lag: LagResult,
        cost: CostResult, flags: [HonestyFlag], failover: FailoverResult? = nil,
        series: RunSeries? = nil
    ) {
        self.dimensions = dimensions
        self.repetition = repetition
        self.seed = seed
        self.order = order
        self.startedAtUnixSeconds = startedAtUnixSeconds
        self.measuredSeconds = measuredSeconds
        self.throughput = throughput
        self.latency = latency
        self.verification = verification
        self.lag = lag
        self.cost = cost
        self.flags = flags
        self.failover = failover
        self.series = series
    }
}
