package import Comparisons
import RunResults

/// What a check of comparisons says: `summary.md` and `trials.csv`.
package struct ComparisonCheckText {
    private let header: ComparisonCheckFolder.Header
    private let outcomes: [CheckOutcome]
    private let tally: CheckTally

    package init(header: ComparisonCheckFolder.Header, outcomes: [CheckOutcome]) {
        self.header = header
        self.outcomes = outcomes
        tally = CheckTally(outcomes, plan: header.plan)
    }

    package var markdown: String {
        let plan = header.plan
        var grid = Grid(headings: [
            Grid.Heading(title: "compared", isNumber: false), Grid.Heading(title: "comparisons"),
            Grid.Heading(title: "called different"),
            Grid.Heading(title: "in any measure"), Grid.Heading(title: "asked for"),
            Grid.Heading(title: "median difference"), Grid.Heading(title: "could have seen"),
        ])
        let slower = "all brokers \(ComparisonText.percent(plan.factor - 1)) slower"
        grid.rows = [
            row(
                "a setting with itself", tally.same, found: tally.same.different,
                bound: "at most \(ComparisonText.percent(CheckPlan.wrongShareMax)) in any"),
            row(
                slower, tally.slowed, found: tally.slowed.slower,
                bound: "at least \(ComparisonText.percent(CheckPlan.foundShareMin))"),
        ]
        let column = outcomes.first?.column ?? "the measure"
        return """
            # How far comparisons can be trusted

            **\(verdict)**

            \(grid.markdown)
            Each comparison is what `weir compare` does with \(plan.pairs) pairs, judged by \
            `\(column)`; *in any measure* counts the others too. A slowed broker takes \
            \(NumberText.plain(plan.factor)) times as long for each of its steps; the difference \
            is smaller than that by as much as the measure holds what is not the broker's. \
            Runs that carry an honesty flag: \(outcomes.reduce(0) { $0 + $1.flaggedRuns }) of \
            \(outcomes.count * plan.pairs * 2). `trials.csv` has every comparison.

            \(header.environment.summaryLines.map { "- \($0)\n" }.joined())
            """
    }

    /// The answer in one line.
    package var verdict: String {
        guard tally.isComplete else {
            return "Not finished: \(outcomes.count) of "
                + "\(header.plan.same + header.plan.slowed) comparisons."
        }
        let honest =
            "\(tally.same.anyDifferent) of \(tally.same.count) comparisons of a setting with "
            + "itself were called different"
        let keen =
            "brokers \(ComparisonText.percent(header.plan.factor - 1)) slower in "
            + "\(tally.slowed.slower) of \(tally.slowed.count)"
        let holds = tally.isHonest && tally.isKeen
        return "\(honest), \(keen): \(holds ? "holds" : "does not hold")."
    }

    package var csv: String {
        let rows = outcomes.map { outcome in
            [
                "\(outcome.number)", outcome.isSlowed ? "slowed" : "same", "\(outcome.seed)",
                outcome.column, percent(outcome.estimate), percent(outcome.low),
                percent(outcome.high), percent(outcome.detectable),
                outcome.isDifferent ? "true" : "false",
                outcome.othersDifferent.joined(separator: ";"), "\(outcome.flaggedRuns)",
            ]
        }
        return CSVFile.text(
            [
                [
                    "number", "compared", "seed", "measure", "difference_percent",
                    "interval_low_percent", "interval_high_percent", "detectable_percent",
                    "different", "others_different", "flagged_runs",
                ]
            ] + rows)
    }

    private func row(
        _ title: String, _ kind: CheckTally.Kind, found: Int, bound: String
    ) -> [String] {
        [
            title, "\(kind.count)", "\(found)", "\(kind.anyDifferent)", bound,
            kind.estimate.map(ComparisonText.signedPercent) ?? "n/a",
            kind.detectable.map(ComparisonText.percent) ?? "n/a",
        ]
    }

    private func percent(_ share: Double) -> String { CellValue(100 * share).csvText }
}
