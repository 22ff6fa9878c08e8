import Histogram

/// A histogram is encoded as an array of `[nanoseconds, count]` pairs, one for each bucket that
/// holds samples, in ascending order. The last pair carries the largest latency itself, so that
/// nothing moves in a round trip.
extension LatencyHistogram: Codable {
    /// Counts beyond this are refused: sums of them must fit in 64 bits.
    private static var countMax: UInt64 { 1 << 48 }

    public func encode(to encoder: any Encoder) throws {
        var pairs: [[UInt64]] = []
        for bucket in histogram.recordedValues() {
            pairs.append([bucket.value, bucket.count])
        }
        if let last = pairs.indices.last {
            pairs[last][0] = histogram.maxRecorded
        }
        var container = encoder.singleValueContainer()
        try container.encode(pairs)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self.init()
        for pair in try container.decode([[UInt64]].self) {
            guard pair.count == 2, pair[0] <= UInt64(Int64.max), pair[1] <= Self.countMax else {
                throw DecodingError.dataCorruptedError(
                    in: container,
                    debugDescription: "\(pair) is not a pair of nanoseconds and a count")
            }
            histogram.record(pair[0], count: pair[1])
        }
    }
}
