/// A series is encoded by columns, an array for each, which is a quarter as long as by slices.
extension RunSeries: Codable {
    private struct Columns: Codable {
        /// nil for none.
        var warmupBuckets: Int?
        var measuredBuckets: Int
        var acked: [Int]
        var p50: [Double?]
        var p99: [Double?]
        var consumed: [Int]
        var endToEndP99: [Double?]
        var failed: [Int]
        var lag: [Int?]
        var isr: [Int?]
        var leaderless: [Int?]
        /// By the number of the slice.
        var faults: [Int: [String]]
        var lags: LagSeriesResult?
        var committedLags: LagSeriesResult?
        var steadyState: SteadyState?

        var counts: [Int] {
            [
                p50.count, p99.count, consumed.count, endToEndP99.count, failed.count, lag.count,
                isr.count, leaderless.count,
            ]
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var faults: [Int: [String]] = [:]
        for (index, bucket) in buckets.enumerated() where !bucket.faults.isEmpty {
            faults[index] = bucket.faults
        }
        try Columns(
            warmupBuckets: warmupBuckets > 0 ? warmupBuckets : nil,
            measuredBuckets: measuredBuckets, acked: buckets.map(\.ackedRecords),
            p50: buckets.map(\.publishP50Microseconds),
            p99: buckets.map(\.publishP99Microseconds), consumed: buckets.map(\.consumedRecords),
            endToEndP99: buckets.map(\.endToEndP99Microseconds),
            failed: buckets.map(\.failedAttempts), lag: buckets.map(\.lagRecords),
            isr: buckets.map(\.inSyncReplicasMin), leaderless: buckets.map(\.leaderlessPartitions),
            faults: faults, lags: lags, committedLags: committedLags,
            steadyState: steadyState
        ).encode(to: encoder)
    }

    package init(from decoder: any Decoder) throws {
        let columns = try Columns(from: decoder)
        let count = columns.acked.count
        guard columns.counts.allSatisfy({ $0 == count }) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "the columns are not equally long"))
        }
        self.init(
            warmupBuckets: columns.warmupBuckets ?? 0, measuredBuckets: columns.measuredBuckets,
            buckets: (0..<count).map { index in
                var bucket = SeriesBucket()
                bucket.ackedRecords = columns.acked[index]
                bucket.publishP50Microseconds = columns.p50[index]
                bucket.publishP99Microseconds = columns.p99[index]
                bucket.consumedRecords = columns.consumed[index]
                bucket.endToEndP99Microseconds = columns.endToEndP99[index]
                bucket.failedAttempts = columns.failed[index]
                bucket.lagRecords = columns.lag[index]
                bucket.inSyncReplicasMin = columns.isr[index]
                bucket.leaderlessPartitions = columns.leaderless[index]
                bucket.faults = columns.faults[index] ?? []
                return bucket
            }, lags: columns.lags)
        committedLags = columns.committedLags
        steadyState = columns.steadyState
    }
}
