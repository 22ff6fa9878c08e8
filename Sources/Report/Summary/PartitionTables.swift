import RunResults

/// How records spread over partitions, per configuration. There is no table where they spread
/// evenly, as predicted.
struct PartitionTables {
    private let summaries: [ConfigurationSummary]
    private let layout: Layout
    /// A hottest partition with more than this times the mean is worth a table.
    private static let skewMin = 1.2

    /// `summaries` are sorted.
    init(_ summaries: [ConfigurationSummary], layout: Layout) {
        self.summaries = summaries.filter(Self.isNotable)
        self.layout = layout
    }

    static func isNotable(_ summary: ConfigurationSummary) -> Bool {
        summary.runs.contains { run in
            guard let partitions = run.partitions, Self.count(run.dimensions) > 1 else {
                return false
            }
            let isEven = ["uniform", "none", "wrong-field"].contains(run.dimensions.keyDistribution)
            return !isEven || partitions.realised.skew > skewMin
                || (partitions.predicted?.skew ?? 0) > skewMin
        }
    }

    /// The partitions of all topics.
    private static func count(_ dimensions: RunDimensions) -> Int {
        dimensions.partitions * (dimensions.topics ?? 1)
    }

    static let introduction = """
        *Skew* is the hottest partition's share over the mean; *effective partitions*, \
        1 / Σ share², says how many evenly loaded partitions would be as uneven. Predicted is \
        what the keys make of it through the hash. Medians over the repetitions; the shares are \
        those of the first.
        """

    /// Empty where there is nothing to tell.
    var markdown: String {
        guard !summaries.isEmpty else { return "" }
        return """
            ## Hot partitions

            \(Self.introduction)

            \(grid.markdown)
            """
    }

    /// A row for each configuration of which there is something to tell.
    var grid: Grid {
        var grid = Grid(headings: layout.varying.map(\.heading))
        grid.headings += [
            "partitions", "skew", "predicted skew", "effective partitions",
            "predicted effective", "hottest partition", "its share", "predicted share",
        ].map { Grid.Heading(title: $0) }
        for summary in summaries {
            let first = summary.runs.lazy.compactMap(\.partitions).first
            let hottest = first?.realised.hottest
            grid.rows.append(
                layout.varying.map { $0.text(summary.dimensions) } + [
                    NumberText.count(Self.count(summary.dimensions)),
                    ratio(summary) { $0.realised.skew }, ratio(summary) { $0.predicted?.skew },
                    number(summary) { $0.realised.effectivePartitions },
                    number(summary) { $0.predicted?.effectivePartitions },
                    hottest.map { "\($0)" } ?? "n/a",
                    percent(first?.realised.hottestShare),
                    percent(hottest.flatMap { first?.predicted?.shares?[$0] }),
                ])
        }
        return grid
    }

    private func number(
        _ summary: ConfigurationSummary, _ path: (PartitionShares) -> Double?
    ) -> String {
        summary.spread { $0.partitions.flatMap(path) }.map { NumberText.plain($0.median) } ?? "n/a"
    }

    private func ratio(
        _ summary: ConfigurationSummary, _ path: (PartitionShares) -> Double?
    ) -> String {
        summary.spread { $0.partitions.flatMap(path) }.map { NumberText.ratio($0.median) } ?? "n/a"
    }

    private func percent(_ share: Double?) -> String {
        share.map { NumberText.percent(100 * $0) } ?? "n/a"
    }
}
