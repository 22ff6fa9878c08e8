package import RunResults

/// `summary.md`: what a bench says, for people.
package struct MarkdownSummary {
    private let bench: BenchResult
    private let summaries: [ConfigurationSummary]
    private let layout: Layout
    private let marks: FlagMarks
    private let plots: String

    package init(_ bench: BenchResult) { self.init(bench, plots: "") }

    /// `plots` is the section that shows them; empty for none.
    init(_ bench: BenchResult, plots: String) {
        self.bench = bench
        self.plots = plots
        summaries = Setting.sorted(ConfigurationSummary.summaries(of: bench.runs))
        layout = Layout(summaries)
        marks = FlagMarks(bench.runs)
    }

    /// The whole page.
    package var text: String {
        let headlines = Headlines(bench, summaries: summaries, marks: marks).sentences
        let parts: [String] = [
            "# \(bench.workload)\n",
            Self.list(headlines),
            bench.question.isEmpty ? "" : "The question was: *\(bench.question)*\n",
            setup,
            comparisons,
            SearchTable(summaries, layout: layout, marks: marks).markdown,
            StageTable(summaries, layout: layout, marks: marks).markdown,
            plots,
            VerificationTables(summaries, layout: layout, marks: marks).markdown,
            FailoverTables(summaries, layout: layout, marks: marks).markdown,
            GroupTables(summaries, layout: layout).markdown,
            PartitionTables(summaries, layout: layout).markdown,
            costs,
            flags,
            skipped,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var setup: String {
        "## Setup\n\n" + Self.list(SetupLines(bench, summaries, layout: layout).lines)
    }

    private var comparisons: String {
        let sections = ComparisonSection.sections(of: summaries, layout: layout, labelWidth: 31)
        let legend = """
            ## Throughput and latency

            Medians over the repetitions with [smallest–largest]; no brackets where they read \
            alike. `~` marks a ratio whose repetitions overlap: it may be noise. `–` has fewer \
            than ten samples beyond the percentile.

            """
        return ([legend] + sections.map(table)).joined(separator: "\n")
    }

    /// A block of rows for each measure, so that a column of ratios shows how they change.
    private func table(_ section: ComparisonSection) -> String {
        var grid = Grid(headings: [Grid.Heading(title: "measure", isNumber: false)])
        grid.headings += section.labels.map(\.heading)
        grid.headings += section.acks.map { Grid.Heading(title: "acks=\($0)") }
        if section.hasPairs { grid.headings.append(Grid.Heading(title: "all ÷ 1")) }
        for measure in section.measures {
            for (index, row) in section.rows.enumerated() {
                let title = index == 0 ? measure.title(section.load) : ""
                let cells = section.acks.map {
                    measure.cell(row.byAcks[$0], marks: marks, withRange: true)
                }
                let ratio = section.hasPairs ? [measure.ratioCell(row, marks: marks)] : []
                grid.rows.append([title] + row.labels + cells + ratio)
            }
        }
        return "### \(Self.capitalised(section.heading))\n\n\(grid.markdown)"
    }

    private var costs: String {
        let table = CostTable(
            summaries, environment: bench.environment, layout: layout, marks: marks)
        return """
            ## Cost

            \(CostTable.introduction)

            \(table.grid.markdown)
            """
    }

    private var flags: String {
        marks.isEmpty ? "" : "## Flags\n\n" + Self.list(marks.footnotes)
    }

    private var skipped: String {
        bench.skipped.isEmpty
            ? "" : "## Skipped\n\nThese cells cannot exist:\n\n" + Self.list(bench.skipped)
    }

    private static func list(_ lines: [String]) -> String {
        lines.map { "- \($0)\n" }.joined()
    }

    private static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}
