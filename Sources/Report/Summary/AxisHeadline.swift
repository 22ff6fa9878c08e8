import RunResults

/// Where latency is lowest and where it is highest: what a bench says of settings other than acks.
struct AxisHeadline {
    private let summaries: [ConfigurationSummary]
    private let marks: FlagMarks
    private let layout: Layout

    /// `summaries` are sorted.
    init(_ summaries: [ConfigurationSummary], marks: FlagMarks) {
        // At the highest rate only: more load is more latency anyway. But where nothing else
        // varies that is what there is to say.
        let offered = summaries.filter { $0.dimensions.load == .offered }
        let highest = offered.compactMap { Double($0.dimensions.rate) }.max()
        let fastest = offered.filter { Double($0.dimensions.rate) == highest }
        self.summaries = fastest.count > 1 ? fastest : offered
        self.marks = marks
        layout = Layout(self.summaries)
    }

    /// nil with fewer than two configurations at a fixed rate.
    var sentence: String? {
        guard let first = summaries.first, let publish = extremes(.publish(99)) else { return nil }
        let rest = extremes(.endToEnd(99)).map { "; end to end it is \($0)" } ?? ""
        let isOneRate = !layout.varying.contains { $0.title == Setting.rate.title }
        let start = isOneRate ? "At \(Setting.rate.phrase(first.dimensions)) the" : "The"
        return "\(start) publish p99 is \(publish)\(rest)."
    }

    private func extremes(_ measure: Measure) -> String? {
        let measured = summaries.compactMap { summary in
            summary.spread(of: measure.value).map { (summary, $0.median) }
        }
        guard measured.count > 1, let lowest = measured.min(by: { $0.1 < $1.1 }),
            let highest = measured.max(by: { $0.1 < $1.1 }), lowest.1 < highest.1
        else { return nil }
        return "lowest with \(named(lowest.0, measure)) and highest with "
            + named(highest.0, measure)
    }

    /// `partitions 12 (1.23 ms)`.
    private func named(_ summary: ConfigurationSummary, _ measure: Measure) -> String {
        var settings = layout.varying
        if layout.variesAcks { settings.append(.acks) }
        let name = settings.phrases(summary.dimensions).joined(separator: ", ")
        return "\(name) (\(measure.cell(summary, marks: marks, withRange: false)))"
    }
}
