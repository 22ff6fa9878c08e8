import Mustache
import RunResults

/// `report.html`: what a bench says, for people who look: one file that needs nothing else.
struct HTMLPage {
    private let bench: BenchResult
    private let summaries: [ConfigurationSummary]
    private let layout: Layout
    private let marks: FlagMarks
    private let compared: ComparedSection
    private let drawing: BenchDrawing

    /// Figures of a group beyond this many are folded away at first.
    private static let openFiguresMax = 6

    init(_ bench: BenchResult, compared: [ComparedPair] = [], drawing: BenchDrawing) {
        self.bench = bench
        summaries = Setting.sorted(ConfigurationSummary.summaries(of: bench.runs))
        layout = Layout(summaries)
        marks = FlagMarks(bench.runs)
        self.compared = ComparedSection(compared, marks: marks)
        self.drawing = drawing
    }

    /// The whole page.
    func text() throws(ReportError) -> String {
        let source = String(decoding: PackageResources.page_mustache, as: UTF8.self)
        do {
            return try MustacheTemplate(string: source).render(content)
        } catch {
            throw ReportError.brokenFile(path: "page.mustache", reason: "\(error)")
        }
    }

    private var content: PageContent {
        PageContent(
            version: bench.environment.weirVersion,
            styleSheet: PlotColor.styleSheet
                + String(decoding: PackageResources.page_css, as: UTF8.self),
            workload: bench.workload,
            title: bench.question.isEmpty ? bench.workload : bench.question,
            answers: (compared.answers
                + Headlines(bench, summaries: summaries, marks: marks).sentences)
                .map(InlineMarkup.html),
            facts: facts, flagNote: flagNote, plotNote: drawing.missingNote,
            isComparison: !compared.isEmpty,
            sections: sections.map { section in
                var section = section
                section.hasLines = !section.lines.isEmpty
                section.hasFigures = !section.figures.isEmpty
                return section
            })
    }

    private var facts: String {
        let size = SetupLines(bench, summaries, layout: layout).size
        let started = bench.environment.startedAt
        return (["Runs: \(size)", bench.environment.shortLine, started])
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private var flagNote: String? {
        let flagged = bench.runs.filter { !$0.flags.isEmpty }.count
        guard flagged > 0 else { return nil }
        return "\(flagged) of \(bench.runs.count) runs carry a <a href=\"#flags\">flag</a>: their "
            + "numbers bear its mark."
    }

    private var sections: [PageContent.Section] {
        comparison + [summary] + search + figures + [verification] + failover + groups
            + [cost, environment, flags] + skipped
    }

    private var comparison: [PageContent.Section] {
        guard !compared.isEmpty else { return [] }
        let drawn = drawing.groups.first { $0.plots.id == ComparedPlots.id }.map(figures)
        var section =
            drawn ?? PageContent.Section(id: ComparedPlots.id, heading: ComparedPlots.heading)
        section.paragraphs = [InlineMarkup.html(compared.introduction)] + section.paragraphs
        section.tables = compared.tables
        return [section]
    }

    private var summary: PageContent.Section {
        let sections = ComparisonSection.sections(of: summaries, layout: layout, labelWidth: 60)
        return PageContent.Section(
            id: "summary", heading: "Summary",
            paragraphs: [
                "Medians over the repetitions, below them the smallest and the largest, and what "
                    + "acks=all is of acks=1; <code>~</code> marks a ratio whose repetitions "
                    + "overlap: it may be noise. "
                    + "<code>–</code> has fewer than ten samples beyond the percentile."
            ],
            tables: sections.map { ComparisonTable($0, marks: marks).table })
    }

    private var search: [PageContent.Section] {
        let grid = SearchTable(summaries, layout: layout, marks: marks).grid
        guard !grid.rows.isEmpty else { return [] }
        return [
            PageContent.Section(
                id: "search", heading: SearchTable.heading,
                paragraphs: [InlineMarkup.html(SearchTable.introduction)],
                tables: [PageTable(grid, label: SearchTable.heading, marks: marks)])
        ]
    }

    private func figures(_ group: BenchDrawing.Group) -> PageContent.Section {
        let figures = zip(group.plots.plots, group.pictures).map { plot, picture in
            PageContent.Figure(
                caption: plot.caption,
                context: plot.context.isEmpty ? nil : plot.context, picture: picture.inline,
                note: plot.note.isEmpty ? nil : plot.note)
        }
        let rest = Array(figures.dropFirst(Self.openFiguresMax))
        var section = PageContent.Section(
            id: group.plots.id, heading: group.plots.heading,
            paragraphs: [InlineMarkup.html(group.plots.reading)],
            figures: Array(figures.prefix(Self.openFiguresMax)))
        if !rest.isEmpty {
            section.more = PageContent.More(summary: "\(rest.count) more", figures: rest)
        }
        if let note = group.plots.omittedNote { section.paragraphs.append(note) }
        return section
    }

    /// A table with the figures of the same question or, where none was drawn, alone.
    private func adding(
        _ grid: Grid, id: String, heading: String, introduction: String,
        to sections: [PageContent.Section]
    ) -> [PageContent.Section] {
        guard !grid.rows.isEmpty else { return sections }
        var sections = sections
        let table = PageTable(grid, label: heading, marks: marks)
        if let index = sections.firstIndex(where: { $0.id == id }) {
            sections[index].tables = [table]
        } else {
            sections.append(
                PageContent.Section(
                    id: id, heading: heading, paragraphs: [InlineMarkup.html(introduction)],
                    tables: [table]))
        }
        return sections
    }

    /// The figures, and the tables of stages and partitions with theirs.
    private var figures: [PageContent.Section] {
        let stages = adding(
            StageTable(summaries, layout: layout, marks: marks).grid, id: "stages",
            heading: "Latency by stage", introduction: StageTable.introduction,
            to: drawing.groups.filter { $0.plots.id != ComparedPlots.id }.map(figures))
        return adding(
            PartitionTables(summaries, layout: layout).grid, id: "partitions",
            heading: "Hot partitions", introduction: PartitionTables.introduction, to: stages)
    }

    private var verification: PageContent.Section {
        let tables = VerificationTables(summaries, layout: layout, marks: marks)
        return PageContent.Section(
            id: "order", heading: "Order and durability",
            paragraphs: [InlineMarkup.html(VerificationTables.introduction)],
            tables: [
                PageTable(
                    tables.configurations, label: "Order and durability", marks: marks, wide: [0])
            ])
    }

    private var failover: [PageContent.Section] {
        let tables = FailoverTables(summaries, layout: layout, marks: marks)
        guard !tables.isEmpty else { return [] }
        return [
            PageContent.Section(
                id: "faults", heading: "Faults and failover",
                paragraphs: [InlineMarkup.html(FailoverTables.introduction)],
                tables: [
                    PageTable(tables.times, label: "Failover times and losses", marks: marks),
                    PageTable(tables.counts, label: "Counts of what happened", marks: marks),
                ])
        ]
    }

    private var groups: [PageContent.Section] {
        let tables = GroupTables(summaries, layout: layout)
        guard !tables.isEmpty else { return [] }
        let grids = [
            (tables.rebalances, "Rebalances"), (tables.members, "Members in rebalances"),
            (tables.backlogs, "Backlogs"),
        ]
        return [
            PageContent.Section(
                id: "groups", heading: "Groups",
                paragraphs: [InlineMarkup.html(GroupTables.introduction)],
                lines: tables.idle.map(InlineMarkup.html),
                tables: grids.filter { !$0.0.rows.isEmpty }.map {
                    PageTable($0, label: $1, marks: marks)
                })
        ]
    }

    private var cost: PageContent.Section {
        let table = CostTable(
            summaries, environment: bench.environment, layout: layout, marks: marks)
        return PageContent.Section(
            id: "cost", heading: "Cost", paragraphs: [InlineMarkup.html(CostTable.introduction)],
            tables: [PageTable(table.grid, label: "Cost", marks: marks)])
    }

    private var environment: PageContent.Section {
        let command = bench.environment.commandLine.joined(separator: " ")
        let lines = SetupLines(bench, summaries, layout: layout).lines.map(InlineMarkup.html)
        return PageContent.Section(
            id: "environment", heading: "Environment",
            lines: lines
                + (command.isEmpty
                    ? [] : ["Command: <code>\(InlineMarkup.escaped(command))</code>"]))
    }

    private var flags: PageContent.Section {
        PageContent.Section(
            id: "flags", heading: "Flags",
            paragraphs: [
                marks.isEmpty
                    ? "No run carries a flag: nothing that was looked for casts doubt on a number."
                    : "A flag is a reason not to take a run’s numbers at face value. Each number "
                        + "that one casts doubt on bears its mark."
            ],
            lines: marks.footnotes.map(InlineMarkup.html))
    }

    private var skipped: [PageContent.Section] {
        guard !bench.skipped.isEmpty else { return [] }
        return [
            PageContent.Section(
                id: "skipped", heading: "Skipped",
                paragraphs: ["These cells cannot exist:"],
                lines: bench.skipped.map(InlineMarkup.html))
        ]
    }
}
