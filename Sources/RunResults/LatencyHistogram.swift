public import Histogram
public import Records

/// Latencies of one run: an HdrHistogram in nanoseconds, 3 significant digits, that grows rather
/// than clips.
///
/// Recording is amortised O(1) and allocates only when a value beyond the largest seen arrives.
public struct LatencyHistogram: Sendable {
    public var histogram: Histogram<UInt64>

    public init() {
        histogram = Histogram(
            highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)
        histogram.autoResize = true
    }

    /// Records `latency`, below 0 as 0, `count` times.
    @inlinable public mutating func record(_ latency: Nanoseconds, count: Int = 1) {
        histogram.record(UInt64(Swift.max(0, latency.rawValue)), count: UInt64(count))
    }

    /// Adds the latencies of `other` to these.
    public mutating func add(_ other: LatencyHistogram) { histogram.add(other.histogram) }

    /// How many latencies were recorded.
    public var count: Int { Int(histogram.totalCount) }

    /// The latency that `percentile` percent (0 to 100) of the samples do not exceed, or nil when
    /// the histogram is empty.
    public func value(atPercentile percentile: Double) -> Nanoseconds? {
        count == 0
            ? nil : Nanoseconds(Int64(clamping: histogram.valueAtPercentile(percentile)))
    }

    /// The largest latency, or nil when the histogram is empty.
    public var max: Nanoseconds? {
        count == 0 ? nil : Nanoseconds(Int64(clamping: histogram.max))
    }

    /// The mean, or nil when the histogram is empty.
    public var mean: Nanoseconds? {
        count == 0 ? nil : Nanoseconds(Int64(histogram.mean))
    }

    /// The mean in microseconds, not rounded, or nil when the histogram is empty.
    public var meanMicroseconds: Double? { count == 0 ? nil : histogram.mean / 1_000 }

    /// Whether at least ten samples lie beyond `percentile`, below which a percentile is noise.
    public func supports(percentile: Double) -> Bool {
        Double(count) * (100 - percentile) / 100 >= 9.999
    }

    /// The latency in microseconds at `percentile` percent, or nil where `supports(percentile:)`
    /// is false.
    public func microseconds(atPercentile percentile: Double) -> Double? {
        guard supports(percentile: percentile) else { return nil }
        return value(atPercentile: percentile).map { Double($0.rawValue) / 1_000 }
    }

    /// The largest latency in microseconds, or nil when the histogram is empty.
    public var maxMicroseconds: Double? { max.map { Double($0.rawValue) / 1_000 } }

    /// The histogram as HdrHistogram's percentile distribution, values in microseconds: the text
    /// that its plotter reads, conventionally in a file named `.hgrm`.
    public var percentileDistribution: String {
        var text = ""
        histogram.outputPercentileDistribution(
            to: &text, outputValueUnitScalingRatio: 1_000, percentileTicksPerHalfDistance: 5)
        return text
    }
}

extension LatencyHistogram: Equatable {
    /// Whether both hold the same counts in the same buckets.
    public static func == (a: LatencyHistogram, b: LatencyHistogram) -> Bool {
        a.histogram == b.histogram
    }
}
