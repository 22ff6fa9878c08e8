/// The repetitions of one configuration, taken together.
///
/// Measures are medians with their smallest and largest value; counts of what went wrong are
/// **summed**, because one loss in three repetitions is a loss.
package struct ConfigurationSummary: Sendable {
    package let dimensions: RunDimensions
    /// The repetitions, in the order in which they ran: at least one.
    package let runs: [RunResult]

    /// One summary for each set of equal dimensions among `runs`, in first-seen order.
    package static func summaries(of runs: [RunResult]) -> [ConfigurationSummary] {
        var order: [RunDimensions] = []
        var repetitions: [RunDimensions: [RunResult]] = [:]
        for run in runs {
            if repetitions[run.dimensions] == nil { order.append(run.dimensions) }
            repetitions[run.dimensions, default: []].append(run)
        }
        return order.map {
            ConfigurationSummary(dimensions: $0, runs: repetitions[$0] ?? [])
        }
    }

    /// The spread of `measure` over the repetitions that have it, or nil where none has.
    package func spread(of measure: (RunResult) -> Double?) -> Spread? {
        Spread(runs.compactMap(measure))
    }

    /// The sum of `count` over the repetitions.
    package func sum(of count: (RunResult) -> Int) -> Int {
        runs.reduce(0) { $0 + count($1) }
    }

    /// What the checker counted, summed over the repetitions.
    package var verification: VerificationCounts {
        runs.reduce(VerificationCounts()) { $0 + $1.verification }
    }

    /// The flags that any repetition carries, each with how many carry it, in declared order.
    package var flags: [(flag: HonestyFlag, count: Int)] {
        HonestyFlag.allCases.compactMap { flag in
            let count = runs.filter { $0.flags.contains(flag) }.count
            return count > 0 ? (flag, count) : nil
        }
    }

    /// The flags as in a CSV cell: `fell-behind 1/3;not-steady 3/3`.
    package var flagsText: String {
        flags.map { "\($0.flag.rawValue) \($0.count)/\(runs.count)" }.joined(separator: ";")
    }

    /// The histograms of all repetitions in one.
    package func merged(_ histogram: (LatencyResults) -> LatencyHistogram) -> LatencyHistogram {
        var merged = LatencyHistogram()
        for run in runs { merged.add(histogram(run.latency)) }
        return merged
    }
}

extension ConfigurationSummary {
    /// The names of the columns of `summary.csv`: settings, `repetitions`, then each measure
    /// three times (`_median`, `_min`, `_max`), each count once, and the flags.
    package static var columnNames: [String] {
        let settings = ResultColumn.all.filter { $0.role == .setting }.map(\.name)
        let figures = ResultColumn.all.flatMap { column in
            switch column.role {
            case .setting, .run: [String]()
            case .measure: ["median", "min", "max"].map { "\(column.name)_\($0)" }
            case .count, .flags: [column.name]
            }
        }
        return settings + ["repetitions"] + figures
    }

    /// The cells of this configuration's row in `summary.csv`, as `columnNames` names them.
    package func cells(environment: RunEnvironment) -> [CellValue] {
        guard let first = runs.first else { return [] }
        let settings = ResultColumn.all.filter { $0.role == .setting }
            .map { $0.value(first, environment) }
        let figures = ResultColumn.all.flatMap { column in
            let values = runs.map { column.value($0, environment) }
            switch column.role {
            case .setting, .run: return [CellValue]()
            case .measure: return Self.spreadCells(values)
            case .count: return [Self.sumCell(values)]
            case .flags: return [.text(flagsText)]
            }
        }
        return settings + [.count(runs.count)] + figures
    }

    /// Median, smallest and largest of the numbers among `values`; where there is none, why.
    private static func spreadCells(_ values: [CellValue]) -> [CellValue] {
        guard let spread = Spread(values.compactMap(\.number)) else {
            let missing: CellValue =
                values.contains(.tooFewSamples) ? .tooFewSamples : .notAvailable
            return [missing, missing, missing]
        }
        return [.number(spread.median), .number(spread.min), .number(spread.max)]
    }

    /// The sum of the counts among `values`, or `n/a` where there is none.
    private static func sumCell(_ values: [CellValue]) -> CellValue {
        let counts = values.compactMap { value -> Int? in
            if case .count(let count) = value { count } else { nil }
        }
        return counts.isEmpty ? .notAvailable : .count(counts.reduce(0, +))
    }
}
