package import RunResults

/// `summary.md`: what a bench says, for people.
package struct MarkdownSummary {
    private let bench: BenchResult
    private let summaries: [ConfigurationSummary]
    private let layout: Layout
    private let marks: FlagMarks

    package init(_ bench: BenchResult) {
        self.bench = bench
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
            StageTable(summaries, layout: layout, marks: marks).markdown,
            VerificationTables(summaries, layout: layout, marks: marks).markdown,
            FailoverTables(summaries, layout: layout, marks: marks).markdown,
            GroupTables(summaries, layout: layout).markdown,
            costs,
            flags,
            skipped,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var setup: String {
        let repetitions = Set(summaries.map(\.runs.count)).sorted()
        let count = Set([repetitions.first, repetitions.last].compactMap(\.self)).sorted()
            .map(String.init).joined(separator: " to ")
        let configurations =
            summaries.count == 1 ? "1 configuration" : "\(summaries.count) configurations"
        let repeated = count == "1" ? "1 repetition" : "\(count) repetitions"
        let size = "Runs: \(bench.runs.count), \(configurations) with \(repeated), interleaved"
        let common = layout.common.map { $0.phrase(summaries.first?.dimensions ?? .init()) }
        let shared = common.isEmpty ? [] : ["In all runs: \(common.joined(separator: ", "))"]
        let following = layout.followingTexts(summaries).map { "Also set: \($0)" }
        let started =
            bench.environment.startedAt.isEmpty ? [] : ["Started: \(bench.environment.startedAt)"]
        return "## Setup\n\n"
            + Self.list(bench.environment.summaryLines + [size] + shared + following + started)
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
        let measures: [Measure] = [
            .throughput, .publish(50), .publish(99), .publish(99.9), .endToEnd(99),
        ]
        var grid = Grid(headings: [Grid.Heading(title: "measure", isNumber: false)])
        grid.headings += section.labels.map(\.heading)
        grid.headings += section.acks.map { Grid.Heading(title: "acks=\($0)") }
        if section.hasPairs { grid.headings.append(Grid.Heading(title: "all ÷ 1")) }
        for measure in measures {
            for (index, row) in section.rows.enumerated() {
                let title = index == 0 ? measure.title(section.isSaturation) : ""
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
        let labels = layout.varying
        var grid = Grid(headings: labels.map(\.heading))
        grid.headings += [
            "acks", "engine ns", "generator ns", "checker ns", "allocations", "resident MB",
            "write amplification", "of append ceiling",
        ].map { Grid.Heading(title: $0) }
        for summary in summaries {
            let mark = marks.text(.cost, of: [summary])
            func cell(_ value: (RunResult) -> Double?, unit: String = "") -> String {
                summary.spread(of: value).map { NumberText.plain($0.median) + unit + mark } ?? "n/a"
            }
            let environment = bench.environment
            grid.rows.append(
                labels.map { $0.text(summary.dimensions) } + [
                    summary.dimensions.acks,
                    cell(\.engineCPUNanosecondsPerRecord),
                    cell(\.generatorCPUNanosecondsPerRecord),
                    cell(\.checkerCPUNanosecondsPerRecord),
                    cell(\.allocationsPerRecord),
                    cell(\.residentMegabytes),
                    cell(\.writeAmplification),
                    cell({ $0.shareOfAppendCeiling(in: environment).map { 100 * $0 } }, unit: " %"),
                ])
        }
        return """
            ## Cost

            CPU nanoseconds and heap allocations per acknowledged record, medians. Write \
            amplification is log bytes over bytes of keys and values; the last column is the log \
            bytes written per second over what one core appends.

            \(grid.markdown)
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
