/// One column of `runs.csv`. `ResultColumn.all` is the one table from which the CSV files, the
/// summaries and `Results/README.md` are made; a column's meaning never changes.
package struct ResultColumn: Sendable {
    /// How the column behaves when repetitions are taken together.
    package enum Role: Sendable {
        /// Equal in all repetitions of a configuration.
        case setting
        /// Tells one repetition from another; `summary.csv` leaves it out.
        case run
        /// A quantity: `summary.csv` has its median, smallest and largest value.
        case measure
        /// A count of records: `summary.csv` has the sum over the repetitions.
        case count
        /// The honesty flags: `summary.csv` has each with how many repetitions carry it.
        case flags
    }

    /// The name in the header line: snake_case, the unit last.
    package let name: String
    package let role: Role
    /// One sentence for `Results/README.md`.
    package let meaning: String
    /// The cell of one run.
    package let value: @Sendable (RunResult, RunEnvironment) -> CellValue

    init(
        _ name: String, _ role: Role, _ meaning: String,
        value: @escaping @Sendable (RunResult, RunEnvironment) -> CellValue
    ) {
        self.name = name
        self.role = role
        self.meaning = meaning
        self.value = value
    }

    /// Every column, in the order of `runs.csv`.
    package static let all: [ResultColumn] =
        leadingSettings
        + throughput + latency + verification + lag + groups + failover + cost + stages
        + partitionShares + steadiness + search
        + remainingSettings + laterSettings + loadSettings + runIdentity
}

extension ResultColumn {
    static func text(
        _ name: String, _ meaning: String, of path: @escaping @Sendable (RunDimensions) -> String
    ) -> ResultColumn {
        ResultColumn(name, .setting, meaning) { run, _ in .text(path(run.dimensions)) }
    }

    static func setting(
        _ name: String, _ meaning: String, of path: @escaping @Sendable (RunDimensions) -> Int
    ) -> ResultColumn {
        ResultColumn(name, .setting, meaning) { run, _ in .count(path(run.dimensions)) }
    }

    static func setting(
        _ name: String, _ meaning: String, of path: @escaping @Sendable (RunDimensions) -> Double
    ) -> ResultColumn {
        ResultColumn(name, .setting, meaning) { run, _ in .number(path(run.dimensions)) }
    }

    static func measure(
        _ name: String, _ meaning: String, of path: @escaping @Sendable (RunResult) -> Double?
    ) -> ResultColumn {
        ResultColumn(name, .measure, meaning) { run, _ in CellValue(path(run)) }
    }

    static func count(
        _ name: String, _ meaning: String, of path: @escaping @Sendable (RunResult) -> Int
    ) -> ResultColumn {
        ResultColumn(name, .count, meaning) { run, _ in .count(path(run)) }
    }

    /// A count that says nothing where no record was checked, and is `n/a` there.
    static func checkedCount(
        _ name: String, _ meaning: String,
        of path: @escaping @Sendable (VerificationCounts) -> Int
    ) -> ResultColumn {
        ResultColumn(name, .count, meaning) { run, _ in
            run.verification.checkedRecords > 0 ? .count(path(run.verification)) : .notAvailable
        }
    }

    /// A count that not every run has, and that is `n/a` in the others.
    static func laterCount(
        _ name: String, _ meaning: String,
        of path: @escaping @Sendable (VerificationCounts) -> Int?
    ) -> ResultColumn {
        ResultColumn(name, .count, meaning) { run, _ in
            path(run.verification).map { .count($0) } ?? .notAvailable
        }
    }

    /// A percentile: empty with too few samples beyond it, `n/a` with none at all.
    static func percentile(
        _ name: String, _ percentile: Double, _ meaning: String,
        of path: @escaping @Sendable (LatencyResults) -> LatencyHistogram
    ) -> ResultColumn {
        ResultColumn(name, .measure, meaning) { run, _ in
            let histogram = path(run.latency)
            if histogram.count == 0 { return .notAvailable }
            return histogram.microseconds(atPercentile: percentile).map { .number($0) }
                ?? .tooFewSamples
        }
    }
}
