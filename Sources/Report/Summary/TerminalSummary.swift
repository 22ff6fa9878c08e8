package import RunResults

/// What `weir bench` prints at its end: about 110 columns wide at most.
package struct TerminalSummary {
    private let bench: BenchResult
    private let summaries: [ConfigurationSummary]
    private let layout: Layout
    private let marks: FlagMarks
    private let isTerminal: Bool

    /// Headings are bold where `isTerminal`, and plain text elsewhere.
    package init(_ bench: BenchResult, isTerminal: Bool) {
        self.bench = bench
        self.isTerminal = isTerminal
        summaries = Setting.sorted(ConfigurationSummary.summaries(of: bench.runs))
        layout = Layout(summaries)
        marks = FlagMarks(bench.runs)
    }

    /// The whole text, which ends in the path of the results folder and a newline.
    package func text(resultsPath: String) -> String {
        let sections = ComparisonSection.sections(of: summaries, layout: layout, labelWidth: 31)
        let verification = VerificationTables(summaries, layout: layout, marks: marks)
        var parts = [head]
        parts += sections.map(table)
        let search = SearchTable(summaries, layout: layout, marks: marks).grid
        if !search.rows.isEmpty {
            parts.append(heading(SearchTable.heading) + search.terminal)
        }
        let stages = StageTable(summaries, layout: layout, marks: marks).grid
        if !stages.rows.isEmpty {
            parts.append(heading("Mean latency by stage") + stages.terminal)
        }
        parts.append(heading("Order and durability, by key") + verification.grid.terminal)
        let failover = FailoverTables(summaries, layout: layout, marks: marks).times
        if !failover.rows.isEmpty {
            parts.append(heading("Faults and failover") + failover.terminal)
        }
        let groups = GroupTables(summaries, layout: layout)
        if !groups.rebalances.rows.isEmpty {
            parts.append(heading("Groups") + groups.rebalances.terminal)
        }
        if !groups.backlogs.rows.isEmpty {
            parts.append(heading("Backlogs") + groups.backlogs.terminal)
        }
        parts.append(groups.idle.map { Self.wrapped($0) + "\n" }.joined())
        parts.append(notes)
        parts.append(
            Headlines(bench, summaries: summaries, marks: marks).sentences
                .map { Self.wrapped($0) + "\n" }.joined())
        parts.append("Results: \(resultsPath)\n")
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var head: String {
        let title = bench.question.isEmpty ? bench.workload : "\(bench.workload): \(bench.question)"
        return heading(title) + Self.wrapped(bench.environment.shortLine) + "\n"
    }

    private func table(_ section: ComparisonSection) -> String {
        let latency =
            switch section.load {
            case .offered: ": publish latency"
            case .search: ": publish latency at the rate found"
            case .saturation: ": service time"
            case .reading: ""
            }
        let title = heading(section.heading + latency)
        let others = section.acks.filter { !section.hasPairs || !["1", "all"].contains($0) }
        return title
            + [section.hasPairs ? paired(section) : "", plain(section, acks: others)]
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private typealias Column = (title: String, measure: Measure)

    /// What there is room for beside labels of the usual width.
    private func columns(_ section: ComparisonSection) -> [Column] {
        let throughput = (section.throughput.title(section.load), section.throughput)
        guard section.load != .reading else { return [throughput] }
        return [
            throughput, ("p50", .publish(50)), ("p99", .publish(99)), ("p99.9", .publish(99.9)),
        ]
    }

    /// acks=1 beside acks=all.
    private func paired(_ section: ComparisonSection) -> String {
        var grid = Grid(headings: section.labels.map(\.heading))
        let columns = columns(section).prefix(3)
        for column in columns {
            grid.headings += ["acks=1", "acks=all", "ratio"].map {
                Grid.Heading(title: $0, group: column.title)
            }
        }
        for row in section.rows where row.one != nil || row.all != nil {
            let cells = columns.flatMap { column in
                [row.one, row.all].map { column.measure.cell($0, marks: marks, withRange: false) }
                    + [column.measure.ratioCell(row, marks: marks)]
            }
            grid.rows.append(row.labels + cells)
        }
        return grid.terminal
    }

    /// A row for each configuration, where there is nothing to set beside it.
    private func plain(_ section: ComparisonSection, acks: [String]) -> String {
        var grid = Grid(headings: section.labels.map(\.heading))
        let columns = columns(section)
        grid.headings += (["acks"] + columns.map(\.title)).map { Grid.Heading(title: $0) }
        for row in section.rows {
            for acks in acks {
                guard let summary = row.byAcks[acks] else { continue }
                grid.rows.append(
                    row.labels + [acks]
                        + columns.map {
                            $0.measure.cell(summary, marks: marks, withRange: false)
                        })
            }
        }
        return grid.terminal
    }

    /// How to read the tables.
    private var notes: String {
        let most = summaries.map(\.runs.count).max() ?? 0
        var notes = [
            most > 1
                ? "Medians of up to \(most) repetitions; a ratio is acks=all over acks=1, with ~ "
                    + "where the repetitions overlap; – has too few samples."
                : "One repetition, so its spread is unknown; a ratio is acks=all over acks=1; – "
                    + "has too few samples."
        ]
        notes += marks.footnotes
        notes += bench.skipped.map { "Skipped: \($0)" }
        return notes.map { Self.wrapped($0) + "\n" }.joined()
    }

    private func heading(_ text: String) -> String {
        isTerminal ? "\u{1B}[1m\(text)\u{1B}[0m\n" : "\(text)\n"
    }

    /// `text` broken at spaces into lines of at most 96 characters or little more: a number
    /// stays with what follows it.
    private static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let isOpen = line.last?.isNumber == true
            if !line.isEmpty, !isOpen, line.count + 1 + word.count > 96 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
