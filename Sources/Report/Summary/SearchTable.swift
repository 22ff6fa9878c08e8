import RunResults

/// What searches for the highest rate found, per configuration.
struct SearchTable {
    private let summaries: [ConfigurationSummary]
    private let layout: Layout
    private let marks: FlagMarks

    /// `summaries` are sorted.
    init(_ summaries: [ConfigurationSummary], layout: Layout, marks: FlagMarks) {
        self.summaries = summaries.filter { $0.runs.contains { $0.search != nil } }
        self.layout = layout
        self.marks = marks
    }

    /// A row for each configuration whose rate was searched.
    var grid: Grid {
        let labels = layout.varying
        var grid = Grid(headings: labels.map(\.heading))
        grid.headings += [
            "acks", "sustained records/s", "smallest", "largest", "not sustained", "trials",
        ].map { Grid.Heading(title: $0) }
        for summary in summaries {
            let mark = marks.text(.throughput, of: [summary])
            let passed = summary.spread(of: { $0.search?.passedRecordsPerSecond })
            let failed = summary.spread(of: { $0.search?.failedRecordsPerSecond })
            func cell(_ value: Double?) -> String {
                value.map { NumberText.amount($0) + mark } ?? "n/a"
            }
            grid.rows.append(
                labels.map { $0.text(summary.dimensions) } + [
                    summary.dimensions.acks, cell(passed?.median), cell(passed?.min),
                    cell(passed?.max), cell(failed?.median),
                    NumberText.count(summary.sum(of: { $0.search?.trials ?? 0 })),
                ])
        }
        return grid
    }

    static let heading = "Highest rates"
    static let introduction = """
        The highest rate that met the service level (medians over the repetitions, with the \
        smallest and the largest), and the lowest that did not: what is carried lies between \
        the two.
        """

    /// Empty where nothing was searched.
    var markdown: String {
        let grid = grid
        guard !grid.rows.isEmpty else { return "" }
        return """
            ## \(Self.heading)

            \(Self.introduction)

            \(grid.markdown)
            """
    }
}
