package import RunResults

/// The comparisons of one workload, with what is asked of them.
package struct ComparisonReport: Sendable {
    package let workload: String
    package let question: String
    package let settings: ComparisonSettings
    /// By configuration, and within one by the side that is compared with the first.
    package let comparisons: [Comparison]
    package let conditions: [FailCondition]
    /// What a reader must know besides, a line each: how runs were paired, what was left out.
    package let notes: [String]

    /// A condition, and what one of the comparisons says to it.
    package struct Judgement: Sendable {
        package let condition: FailCondition
        /// The place among `comparisons`.
        package let comparison: Int
        package let outcome: FailCondition.Outcome
    }

    package init(
        workload: String, question: String, settings: ComparisonSettings,
        comparisons: [Comparison], conditions: [FailCondition], notes: [String]
    ) {
        self.workload = workload
        self.question = question
        self.settings = settings
        self.comparisons = comparisons
        self.conditions = conditions
        self.notes = notes
    }

    /// Every condition with every comparison.
    package var judgements: [Judgement] {
        conditions.flatMap { condition in
            comparisons.enumerated().map { index, comparison in
                Judgement(
                    condition: condition, comparison: index,
                    outcome: condition.outcome(in: comparison))
            }
        }
    }

    /// All runs that were compared, once each where several sides are compared with one.
    package var runs: [RunResult] {
        var seen: Set<[String]> = []
        return comparisons.flatMap { [$0.a, $0.b] }.flatMap { side in
            side.runs.filter { seen.insert([side.label, "\($0.order)"]).inserted }
        }
    }
}

extension ComparisonReport {
    /// From runs that were measured side by side: each side of a cell with the cell's first.
    ///
    /// - Parameters:
    ///   - labels: what tells the sides apart.
    ///   - cells: for each configuration and each side the runs, pair by pair.
    /// - Throws: `ComparisonError` for a column that cannot be compared.
    package static func paired(
        of bench: BenchResult, labels: [String], cells: [[[RunResult]]],
        settings: ComparisonSettings, conditions: [FailCondition], notes: [String]
    ) throws(ComparisonError) -> ComparisonReport {
        var comparisons: [Comparison] = []
        for sides in cells {
            guard let first = sides.first, first.count >= LogRatio.countMin else { continue }
            for (side, label) in zip(sides, labels).dropFirst() {
                comparisons.append(
                    try Comparison(
                        a: .init(label: labels[0], runs: first),
                        b: .init(label: label, runs: side), isPaired: true, settings: settings,
                        environments: (bench.environment, bench.environment)))
            }
        }
        return ComparisonReport(
            workload: bench.workload, question: bench.question, settings: settings,
            comparisons: comparisons, conditions: conditions,
            notes: notes + bench.skipped.map { "Left out: \($0)" })
    }
}
