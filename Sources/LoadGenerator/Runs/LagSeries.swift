package import RunResults

/// Lag sampled over the measured time.
package struct LagSeries: Sendable {
    /// Seconds since the measured time began, and records appended and not yet processed in each
    /// partition of each group, summed.
    private var samples: [(seconds: Double, records: Int)] = []
    private var maxPartition = 0

    package init() {}

    /// - Parameters:
    ///   - records: the lag of all partitions of the group that lags most.
    ///   - partitionMax: the largest lag of one partition.
    package mutating func add(seconds: Double, records: Int, partitionMax: Int) {
        samples.append((seconds, records))
        maxPartition = max(maxPartition, partitionMax)
    }

    /// The largest lag and the least-squares slope.
    package var result: LagResult {
        var result = LagResult()
        result.maxRecords = samples.map(\.records).max() ?? 0
        result.maxPartitionRecords = maxPartition
        result.slopeRecordsPerSecond = slope
        return result
    }

    private var slope: Double {
        guard samples.count >= 2 else { return 0 }
        let count = Double(samples.count)
        let meanX = samples.reduce(0) { $0 + $1.seconds } / count
        let meanY = samples.reduce(0) { $0 + Double($1.records) } / count
        var covariance = 0.0
        var variance = 0.0
        for sample in samples {
            covariance += (sample.seconds - meanX) * (Double(sample.records) - meanY)
            variance += (sample.seconds - meanX) * (sample.seconds - meanX)
        }
        return variance > 0 ? covariance / variance : 0
    }
}
