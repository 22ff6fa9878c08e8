/// How far each group lagged behind in each slice of a run, in all and by partition.
package struct LagSeriesResult: Sendable, Codable, Equatable {
    /// Runs with more groups times partitions than this have no lag by partition.
    package static let entriesMax = 256

    package var groups: Int
    /// 0 where there is no lag by partition.
    package var partitions: Int
    /// By slice, then by group: the largest lag over all partitions that was seen; empty where
    /// nobody looked.
    package var totals: [[Int]] = []
    /// By slice, then by group and partition, the groups one after the other.
    package var byPartition: [[Int]] = []

    package init(groups: Int, partitions: Int) {
        self.groups = groups
        self.partitions = groups * partitions <= Self.entriesMax ? partitions : 0
    }

    /// Notes each group's lag in each partition as it was in a slice. The largest counts.
    package mutating func note(_ lags: [[Int]], slice: Int) {
        while totals.count <= slice {
            totals.append([])
            byPartition.append([])
        }
        if totals[slice].isEmpty {
            totals[slice] = lags.map { $0.reduce(0, +) }
            if partitions > 0 { byPartition[slice] = Array(lags.joined()) }
            return
        }
        for (group, lag) in lags.enumerated() {
            totals[slice][group] = max(totals[slice][group], lag.reduce(0, +))
            guard partitions > 0 else { continue }
            for (partition, records) in lag.enumerated() {
                let place = group * partitions + partition
                byPartition[slice][place] = max(byPartition[slice][place], records)
            }
        }
    }

    /// The first line of the CSV file.
    package static let header = [
        "start_ms", "group", "partition", "lag_records", "committed_lag_records",
    ]

    /// The rows of the CSV file: for each slice and group one over all partitions, whose own field
    /// is empty, and then one for each partition. So many of the slices belong to the warm-up.
    ///
    /// - Parameter committed: the lag behind what was committed, in the last column; nil where
    ///   nothing is.
    package func rows(committed: LagSeriesResult? = nil, warmupBuckets: Int) -> [[String]] {
        totals.indices.flatMap { slice -> [[String]] in
            let start = "\((slice - warmupBuckets) * RunSeries.bucketMilliseconds)"
            return totals[slice].indices.flatMap { group -> [[String]] in
                let own = lags(slice: slice, group: group)
                let behind = committed?.lags(slice: slice, group: group) ?? []
                return zip([""] + (0..<partitions).map(String.init), own.indices).map {
                    let last = behind.indices.contains($1) ? "\(behind[$1])" : ""
                    return [start, "\(group)", $0, "\(own[$1])", last]
                }
            }
        }
    }

    /// A group's lag in a slice over all partitions, and then in each; none where nobody looked.
    private func lags(slice: Int, group: Int) -> [Int] {
        guard totals.indices.contains(slice), totals[slice].indices.contains(group) else {
            return []
        }
        return [totals[slice][group]]
            + byPartition[slice].dropFirst(group * partitions).prefix(partitions)
    }
}
