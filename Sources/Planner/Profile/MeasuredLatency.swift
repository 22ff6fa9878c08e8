package import RunResults

/// The publish latency of the measured row nearest to a plan, for information: nothing is sized
/// on it.
package struct MeasuredLatency: Hashable, Sendable, Codable {
    /// From the intended send to the acknowledgement, median over the repetitions.
    package var publishP99Seconds: Double
    /// The offered rate of the row.
    package var recordsPerSecond: Double
    package var partitions: Int
    package var basis: String
    package var flags: [HonestyFlag]

    package init(
        publishP99Seconds: Double, recordsPerSecond: Double, partitions: Int, basis: String,
        flags: [HonestyFlag]
    ) {
        self.publishP99Seconds = publishP99Seconds
        self.recordsPerSecond = recordsPerSecond
        self.partitions = partitions
        self.basis = basis
        self.flags = flags
    }
}

extension MeasuredProfile {
    /// The fixed-rate row of `setting` nearest to `recordsPerSecond` by ratio, then to
    /// `partitions`; nil when no such row recorded latencies.
    package func latency(
        _ setting: ReplicationClass, recordsPerSecond: Double, partitions: Int
    ) -> MeasuredLatency? {
        func ratio(_ a: Double, _ b: Double) -> Double { max(a / b, b / a) }
        var nearest: (distance: (Double, Double), latency: MeasuredLatency)?
        for row in rows(setting)?.1 ?? [] {
            guard let rate = Double(row.dimensions.rate), rate > 0,
                let p99 = row.publishP99Seconds
            else { continue }
            let distance = (
                ratio(rate, recordsPerSecond),
                ratio(Double(row.dimensions.partitions), Double(partitions))
            )
            if let nearest, nearest.distance <= distance { continue }
            let latency = MeasuredLatency(
                publishP99Seconds: p99, recordsPerSecond: rate,
                partitions: row.dimensions.partitions, basis: row.label, flags: row.flags)
            nearest = (distance, latency)
        }
        return nearest?.latency
    }
}
