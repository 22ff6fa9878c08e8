import Records
package import RunResults

/// The repetitions of one configuration, which count once: medians and the union of flags.
package struct MeasuredConfiguration: Sendable {
    package let dimensions: RunDimensions
    package let repetitions: Int
    /// Bytes of keys and values acknowledged per second.
    package let ackedBytesPerSecond: Double
    package let ackedRecordsPerSecond: Double
    /// Over all groups.
    package let consumedRecordsPerSecond: Double
    /// Of the lag summed over the partitions and groups.
    package let lagSlopeRecordsPerSecond: Double
    /// From the intended send to the acknowledgement; nil where nothing was recorded.
    package let publishP99Seconds: Double?
    package let flags: [HonestyFlag]

    /// Nil when no run is usable: of no measured time, or of nothing acknowledged, or disturbed
    /// by faults.
    init?(_ runs: [RunResult]) {
        let usable = runs.filter {
            $0.measuredSeconds > 0
                && $0.throughput.ackedBytes > 0 && $0.throughput.ackedRecords > 0
                && ($0.dimensions.faultPlan ?? "").isEmpty
                && $0.dimensions.partitions > 0 && $0.dimensions.recordBytes > 0
        }
        guard let first = usable.first else { return nil }
        dimensions = first.dimensions
        repetitions = usable.count
        func perSecond(_ count: (ThroughputCounts) -> Int) -> Double {
            Self.median(usable.map { Double(count($0.throughput)) / $0.measuredSeconds }) ?? 0
        }
        ackedBytesPerSecond = perSecond(\.ackedBytes)
        ackedRecordsPerSecond = perSecond(\.ackedRecords)
        consumedRecordsPerSecond = perSecond(\.consumedRecords)
        lagSlopeRecordsPerSecond = Self.median(usable.map(\.lag.slopeRecordsPerSecond)) ?? 0
        publishP99Seconds = Self.median(
            usable.compactMap { $0.latency.publish.value(atPercentile: 99)?.seconds })
        let raised = Set(usable.flatMap(\.flags))
        flags = HonestyFlag.allCases.filter(raised.contains)
    }

    /// Whether producers sent as fast as the cluster took records.
    package var isSaturation: Bool { dimensions.rate == "max" }

    /// Whether the groups processed records as fast as they came.
    package var consumersKeptUp: Bool {
        lagSlopeRecordsPerSecond <= PlanLimits.steadyLagShare * consumedRecordsPerSecond
    }

    /// Members over all groups that had a partition to read.
    package var activeConsumers: Int {
        dimensions.groups * min(dimensions.consumers, dimensions.partitions)
    }

    /// Bytes per second that stand for `records` per second of `bytes` per second in all, at
    /// records of `recordBytes`: the lesser of what the byte rate and the record rate allow.
    static func rescaled(bytes: Double, records: Double, toRecordBytes recordBytes: Int) -> Double {
        min(bytes, records * Double(recordBytes))
    }

    func ackedBytesPerSecond(atRecordBytes recordBytes: Int) -> Double {
        Self.rescaled(
            bytes: ackedBytesPerSecond, records: ackedRecordsPerSecond,
            toRecordBytes: recordBytes)
    }

    func consumedBytesPerSecond(atRecordBytes recordBytes: Int) -> Double {
        Self.rescaled(
            bytes: consumedRecordsPerSecond * Double(dimensions.recordBytes),
            records: consumedRecordsPerSecond, toRecordBytes: recordBytes)
    }

    /// Whether a rate may be too good to last: it drifted, or the run met its cap or the disk.
    var mayNotLast: Bool {
        flags.contains(.notSteady) || flags.contains(.diskThrottled) || flags.contains(.byteCap)
    }

    private static func median(_ values: [Double]) -> Double? {
        let sorted = values.sorted()
        guard let middle = sorted.dropFirst(sorted.count / 2).first else { return nil }
        if sorted.count % 2 == 1 { return middle }
        return (middle + sorted[sorted.count / 2 - 1]) / 2
    }
}

extension MeasuredConfiguration {
    /// The row in words, enough to find it in `summary.csv`.
    package var label: String {
        let d = dimensions
        var parts = [
            d.engine, "rate \(d.rate)", "RF \(d.replicationFactor)", "acks=\(d.acks)",
            Figure.count(d.partitions, "partition"), "\(d.recordBytes) B records",
        ]
        if d.brokers > 0 { parts.append(Figure.count(d.brokers, "broker")) }
        if d.producers > 0 { parts.append(Figure.count(d.producers, "producer")) }
        if d.groups > 0 {
            parts.append("\(d.groups) x \(Figure.count(d.consumers, "consumer"))")
        }
        if d.batchBytes > 0 { parts.append("batch.size \(d.batchBytes)") }
        if d.lingerMilliseconds > 0 {
            parts.append("linger \(Figure.number(d.lingerMilliseconds)) ms")
        }
        if !d.compression.isEmpty && d.compression != "none" { parts.append(d.compression) }
        if d.flushMessages > 0 { parts.append("flush.messages \(d.flushMessages)") }
        if d.roundTripMicroseconds > 0 {
            parts.append("round trip \(Figure.number(d.roundTripMicroseconds)) µs")
        }
        if d.serviceTimeMicroseconds > 0 {
            parts.append("service time \(Figure.number(d.serviceTimeMicroseconds)) µs")
        }
        parts.append(repetitions == 1 ? "1 run" : "median of \(repetitions) runs")
        return parts.joined(separator: ", ")
    }
}
