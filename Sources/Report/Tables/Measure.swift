import RunResults

/// A quantity that the comparison tables show.
struct Measure: Sendable {
    /// Its name in a table; at `rate: max`, latency is service time and says so.
    let title: @Sendable (_ load: RunLoad) -> String
    let kind: MeasureKind
    let value: @Sendable (RunResult) -> Double?
    /// The samples that a percentile is one of; nil for other quantities.
    var samples: (@Sendable (RunResult) -> Int)?
    /// The unit in which to show a number of this size.
    let unit: @Sendable (Double) -> NumberText.Unit

    static let throughput = Measure(
        title: { _ in "acked records/s" }, kind: .throughput,
        value: { $0.ackedRecordsPerSecond }, unit: NumberText.unit(ofAmount:))

    /// The highest rate that a search found to be sustained.
    static let sustained = Measure(
        title: { _ in "sustained records/s" }, kind: .throughput,
        value: { $0.search?.passedRecordsPerSecond }, unit: NumberText.unit(ofAmount:))

    /// Over all groups.
    static let reading = Measure(
        title: { _ in "read records/s" }, kind: .throughput,
        value: { $0.consumedRecordsPerSecond }, unit: NumberText.unit(ofAmount:))

    static func publish(_ percentile: Double) -> Measure {
        latency("publish latency", "service time", percentile) { $0.publish }
    }

    static func endToEnd(_ percentile: Double) -> Measure {
        latency("end-to-end latency", "end-to-end from the actual send", percentile) {
            $0.endToEnd
        }
    }

    /// The median with its mark, and in `withRange` the smallest and largest repetition.
    /// `–` is a percentile with too few samples beyond it, `n/a` what was not measured.
    func cell(_ summary: ConfigurationSummary?, marks: FlagMarks, withRange: Bool) -> String {
        guard let summary else { return "" }
        let parts = parts(summary, marks: marks)
        let range = withRange ? parts.range.map { " [\($0)]" } ?? "" : ""
        return parts.median + range + parts.mark
    }

    /// The same in pieces; `range` is nil where all repetitions read alike.
    func parts(
        _ summary: ConfigurationSummary, marks: FlagMarks
    ) -> (median: String, range: String?, mark: String) {
        guard let spread = summary.spread(of: value) else {
            let hasSamples = samples.map { count in summary.runs.contains { count($0) > 0 } }
            return hasSamples == true
                ? ("–", nil, marks.tooFewSamples(in: summary)) : ("n/a", nil, "")
        }
        let unit = unit(spread.median)
        var mark = marks.text(kind, of: [summary])
        if spread.count < summary.runs.count { mark += marks.tooFewSamples(in: summary) }
        return (
            NumberText.text(spread.median, in: unit), NumberText.range(spread, in: unit), mark
        )
    }

    /// acks=all over acks=1, medians; `~` where their repetitions overlap, and so the difference
    /// may be noise. Empty where one is missing.
    func ratioCell(_ row: ComparisonSection.Row, marks: FlagMarks) -> String {
        guard let one = row.one, let all = row.all,
            let below = one.spread(of: value), let above = all.spread(of: value),
            below.median > 0
        else { return "" }
        let isNoise = below.count > 1 && above.count > 1 && below.overlaps(above)
        return (isNoise ? "~" : "") + NumberText.ratio(above.median / below.median)
            + marks.text(kind, of: [one, all])
    }

    private static func latency(
        _ fixed: String, _ saturated: String, _ percentile: Double,
        of path: @escaping @Sendable (LatencyResults) -> LatencyHistogram
    ) -> Measure {
        let rank = percentile == percentile.rounded() ? "\(Int(percentile))" : "\(percentile)"
        return Measure(
            title: { "\($0 == .saturation ? saturated : fixed) p\(rank)" }, kind: .latency,
            value: { path($0.latency).microseconds(atPercentile: percentile) },
            samples: { path($0.latency).count },
            unit: NumberText.unit(ofMicroseconds:))
    }
}
