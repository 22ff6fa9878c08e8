import RunResults

/// How comparisons are judged.
package struct ComparisonSettings: Sendable, Equatable {
    /// Of the interval of the primary measure, and of those of all others together; above 0 and
    /// below 1. At 99 % one comparison of a setting with itself in a hundred is called different.
    package var confidence = 0.99
    /// The share up to which a difference does not matter: 0.05 is 5 %.
    package var margin = 0.05
    /// The column that is judged first and by itself; nil is what the rate suggests.
    package var primary: String?
    /// Columns that are judged besides the usual ones.
    package var columns: [String] = []

    package init(
        confidence: Double = 0.99, margin: Double = 0.05, primary: String? = nil,
        columns: [String] = []
    ) {
        self.confidence = confidence
        self.margin = margin
        self.primary = primary
        self.columns = columns
    }

    /// The columns that every comparison looks at.
    static let usual = [
        "acked_records_per_s", "publish_p50_us", "publish_p99_us", "publish_p999_us",
        "end_to_end_p50_us", "end_to_end_p99_us", "cpu_s_per_million_records",
    ]

    /// What is judged, the primary column first. At `rate: max` that is what the cluster carries;
    /// at a given rate, which both sides carry, the median latency, which varies least; of a
    /// search, the rate that it found; where nothing is sent, what is read.
    func columns(for load: RunLoad) -> [String] {
        let usual =
            switch load {
            case .offered: "publish_p50_us"
            case .search: "sustained_records_per_s"
            case .saturation: "acked_records_per_s"
            case .reading: "consumed_records_per_s"
            }
        let first = primary ?? usual
        var seen: Set = [first]
        return [first] + (Self.usual + columns).filter { seen.insert($0).inserted }
    }

    /// The confidence of each interval among `count` that are to hold all together (Bonferroni).
    func confidence(among count: Int) -> Double { 1 - (1 - confidence) / Double(max(1, count)) }
}
