package import Comparisons
import RunResults

/// `comparison.md`, which the terminal shows as well.
package struct ComparisonMarkdown {
    private let report: ComparisonReport
    private let marks: FlagMarks
    private let headings: [String]

    package init(_ report: ComparisonReport) {
        self.report = report
        marks = FlagMarks(report.runs)
        headings = ComparisonText.headings(report.comparisons)
    }

    /// The whole page.
    package var text: String {
        let parts = [
            "# \(report.workload), compared\n",
            report.question.isEmpty ? "" : "The workload asks: *\(report.question)*\n",
            overview, conditions, details, legend, flags, notes,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The primary measure of every comparison.
    private var overview: String {
        guard !report.comparisons.isEmpty else {
            return "No comparison has two pairs, the fewest that show a spread.\n"
        }
        let labels = headings.map { $0.isEmpty ? [] : [$0] }
        let hasLabels = labels.contains { !$0.isEmpty }
        let isOnePair = Set(report.comparisons.map { [$0.a.label, $0.b.label] }).count == 1
        var grid = Grid(
            headings: hasLabels ? [Grid.Heading(title: "configuration", isNumber: false)] : [])
        grid.headings += ((isOnePair ? [] : ["A", "B"]) + ["measure"]).map {
            Grid.Heading(title: $0, isNumber: false)
        }
        grid.headings += Self.differenceHeadings
        for (index, comparison) in report.comparisons.enumerated() {
            guard let primary = comparison.primary else { continue }
            var row = hasLabels ? [labels[index].first ?? ""] : []
            if !isOnePair { row += [comparison.a.label, comparison.b.label] }
            row.append(primary.column)
            row += differenceCells(primary, of: comparison)
            grid.rows.append(row)
        }
        if report.comparisons.count == 1 { return headline }
        let sides = report.comparisons.first.map {
            isOnePair ? "A is \($0.a.label), B is \($0.b.label).\n\n" : ""
        }
        return (sides ?? "") + grid.markdown
    }

    private static let differenceHeadings = [
        Grid.Heading(title: "B against A"), Grid.Heading(title: "interval"),
        Grid.Heading(title: "verdict", isNumber: false), Grid.Heading(title: "could have seen"),
    ]

    /// The answer of a single comparison in one sentence.
    private var headline: String {
        guard let comparison = report.comparisons.first, let primary = comparison.primary else {
            return ""
        }
        guard let difference = primary.difference else {
            return "**\(primary.column) cannot be compared: fewer than two "
                + "\(comparison.isPaired ? "pairs" : "runs of a side") have it above 0.**\n"
        }
        let mark = mark(of: comparison)
        let verdict = ComparisonText.verdict(primary, margin: report.settings.margin)
        return "**\(primary.column): \(verdict): "
            + "\(ComparisonText.signedPercent(difference.estimate))\(mark)** for "
            + "\(comparison.b.label) against \(comparison.a.label), "
            + "\(interval(difference)) at \(ComparisonText.confidence(primary.confidence)).\n"
    }

    /// Every measure of every comparison.
    private var details: String {
        report.comparisons.enumerated().map { index, comparison in
            let heading = headings[index].isEmpty ? "" : "\(headings[index]): "
            return "## \(heading)\(comparison.b.label) against \(comparison.a.label)\n\n"
                + table(comparison)
        }.joined(separator: "\n")
    }

    private func table(_ comparison: Comparison) -> String {
        var grid = Grid(headings: [Grid.Heading(title: "measure", isNumber: false)])
        grid.headings += ["A", "B"].map { Grid.Heading(title: $0) } + Self.differenceHeadings
        grid.headings.append(Grid.Heading(title: comparison.isPaired ? "pairs" : "runs"))
        for measure in comparison.measures {
            let name = measure.isPrimary ? "**\(measure.column)**" : measure.column
            let medians = [(measure.a, comparison.a), (measure.b, comparison.b)].map {
                spread, side in
                spread.map {
                    ComparisonText.value($0.median, column: measure.column) + mark(of: side)
                } ?? "n/a"
            }
            let runs =
                comparison.isPaired
                ? "\(measure.count)" : "\(measure.a?.count ?? 0), \(measure.b?.count ?? 0)"
            grid.rows.append(
                [name] + medians + differenceCells(measure, of: comparison) + [runs])
        }
        return grid.markdown
    }

    /// Difference, interval, verdict, and what could have been seen.
    private func differenceCells(_ measure: ComparedMeasure, of comparison: Comparison) -> [String]
    {
        guard let difference = measure.difference else { return ["n/a", "", "n/a", ""] }
        return [
            ComparisonText.signedPercent(difference.estimate) + mark(of: comparison),
            interval(difference), ComparisonText.verdict(measure, margin: report.settings.margin),
            ComparisonText.percent(difference.detectable),
        ]
    }

    private func interval(_ difference: Difference) -> String {
        "\(ComparisonText.signedPercent(difference.low)) to "
            + ComparisonText.signedPercent(difference.high)
    }

    /// The flags that cast doubt on throughput, latency and cost, which are all that is compared.
    private func mark(of side: Comparison.Side) -> String {
        let summaries = ConfigurationSummary.summaries(of: side.runs)
        return marks.text(.latency, of: summaries)
    }

    private func mark(of comparison: Comparison) -> String {
        let summaries = ConfigurationSummary.summaries(of: comparison.a.runs + comparison.b.runs)
        return marks.text(.latency, of: summaries)
    }

    private var conditions: String {
        guard !report.conditions.isEmpty else { return "" }
        let lines = report.judgements.map { judgement in
            let comparison = report.comparisons[judgement.comparison]
            let measure = comparison.measure(judgement.condition.column)
            let found = measure?.difference.map {
                "\(ComparisonText.signedPercent($0.estimate)), \(interval($0))"
            }
            let heading = headings[judgement.comparison]
            return "- `\(judgement.condition.text)`: **\(judgement.outcome.rawValue)** "
                + "(\(found ?? "cannot be compared"))"
                + (heading.isEmpty ? "" : ", \(heading)") + ", \(comparison.b.label)\n"
        }
        return "## Conditions\n\n" + lines.joined()
            + "\nA condition is met where the whole interval lies beyond its bound, and undecided "
            + "where the interval holds the bound: then the runs varied too much to tell.\n"
    }

    private var legend: String {
        guard let first = report.comparisons.first else { return "" }
        let settings = report.settings
        let confidence = ComparisonText.confidence(settings.confidence)
        let how =
            first.isPaired
            ? "\(first.a.runs.count) pairs, run one right after the other, the order within a "
                + "pair drawn from the seed and turned round in the next; "
                + "\(first.a.runs.count >= LogRatio.trimmedPairsMin ? "trimmed " : "")Student's t "
                + "on the logarithms of their ratios."
            : "Runs measured apart; Welch's t on the logarithms."
        return """
            ## How to read it

            \(how) A and B are medians; the difference is the geometric mean of the \
            ratios. The interval of \
            the bold measure holds the truth in \(confidence) of comparisons; those of all other \
            measures do so together (Bonferroni). *Different* has an interval without 0, *no \
            difference* one within ±\(ComparisonText.percent(settings.margin)), *inconclusive* \
            neither. *Could have seen* is the smallest difference that runs varying like these \
            show with a chance of 80 %. \
            \(first.isPaired ? "" : "They count the smaller side. ")A value of 0 has no ratio \
            and leaves its pair out.\
            \(chances)

            """
    }

    /// What many comparisons do to the chance of error.
    private var chances: String {
        let count = report.comparisons.count
        guard count > 1 else { return "" }
        let wrong = NumberText.plain((1 - report.settings.confidence) * Double(count))
        return
            " Each of the \(count) comparisons errs by itself: were all sides equal, \(wrong) of "
            + "them would be called different on average."
    }

    private var flags: String {
        guard !marks.isEmpty else { return "" }
        let sides = report.comparisons.enumerated().flatMap { index, comparison in
            [("A", comparison.a), ("B", comparison.b)].compactMap { name, side -> String? in
                guard !side.flagsText.isEmpty else { return nil }
                let heading = headings[index].isEmpty ? "" : "\(headings[index]), "
                return "- \(heading)\(name) (\(side.label)): "
                    + side.flagsText.split(separator: ";").joined(separator: ", ") + "\n"
            }
        }
        var seen: Set<String> = []
        return "## Flags\n\nFlagged runs are compared all the same, and marked.\n\n"
            + marks.footnotes.map { "- \($0)\n" }.joined()
            + sides.filter { seen.insert($0).inserted }.joined()
    }

    private var notes: String {
        report.notes.isEmpty
            ? "" : "## Notes\n\n" + report.notes.map { "- \($0)\n" }.joined()
    }
}
