package import RunResults

extension ComparisonReport {
    /// A bench with what people know it by.
    package struct NamedBench: Sendable {
        package var name: String
        package var bench: BenchResult

        package init(name: String, bench: BenchResult) {
            self.name = name
            self.bench = bench
        }
    }

    /// From two benches that ran at different times, one configuration after the other.
    ///
    /// - Throws: `ComparisonError.nothingInCommon` for benches of different workloads or without
    ///   a common configuration, and for a column that cannot be compared.
    package static func apart(
        a: NamedBench, b: NamedBench, settings: ComparisonSettings, conditions: [FailCondition]
    ) throws(ComparisonError) -> ComparisonReport {
        guard a.bench.workload == b.bench.workload else {
            throw .nothingInCommon(
                "\(b.name): is of the workload '\(b.bench.workload)'; expected "
                    + "'\(a.bench.workload)', as in \(a.name)")
        }
        let left = ConfigurationSummary.summaries(of: a.bench.runs)
        let right = ConfigurationSummary.summaries(of: b.bench.runs)
        let match = ConfigurationMatch(left, right)
        guard !match.pairs.isEmpty else {
            throw .nothingInCommon(
                "\(b.name): has no configuration in common with \(a.name); they differ in "
                    + match.differingColumns(left, right))
        }
        let comparable = match.pairs.filter {
            min(left[$0.a].runs.count, right[$0.b].runs.count) >= LogRatio.countMin
        }
        guard !comparable.isEmpty else {
            throw .nothingInCommon(
                "\(b.name): one run of each configuration has no spread; expected at least "
                    + "\(LogRatio.countMin) repetitions on both sides")
        }
        var comparisons: [Comparison] = []
        for pair in comparable {
            comparisons.append(
                try Comparison(
                    a: .init(label: a.name, runs: left[pair.a].runs),
                    b: .init(label: b.name, runs: right[pair.b].runs), isPaired: false,
                    settings: settings,
                    environments: (a.bench.environment, b.bench.environment)))
        }
        let skipped = match.pairs.count - comparable.count
        return ComparisonReport(
            workload: a.bench.workload, question: a.bench.question, settings: settings,
            comparisons: comparisons, conditions: conditions,
            notes: notes(a, b, match, tooFewCount: skipped, counts: (left.count, right.count)))
    }

    private static func notes(
        _ a: NamedBench, _ b: NamedBench, _ match: ConfigurationMatch, tooFewCount: Int,
        counts: (a: Int, b: Int)
    ) -> [String] {
        var notes = [
            "The runs are not paired: the folders were measured at different times, and what "
                + "changed on the machine in between counts as a difference. To rule that out, "
                + "compare with --vary or --with-fault."
        ]
        let one = a.bench.environment
        let other = b.bench.environment
        let machine: [(String, String, String)] = [
            ("CPU", one.cpuModel, other.cpuModel), ("CPUs", "\(one.cpus)", "\(other.cpus)"),
            ("build", one.buildMode, other.buildMode),
            ("weir", one.weirVersion, other.weirVersion),
            ("Swift", one.swiftVersion, other.swiftVersion),
            ("file system", one.dataFileSystem, other.dataFileSystem),
            ("kernel", one.kernel, other.kernel),
        ]
        for (what, one, other) in machine where one != other {
            notes.append("The folders differ in \(what): \(one) and \(other).")
        }
        notes += differences(one: a.bench.runs, other: b.bench.runs)
        let lone = (counts.a - match.pairs.count, counts.b - match.pairs.count)
        if lone.0 > 0 { notes.append("Only in \(a.name): \(lone.0) configurations, left out.") }
        if lone.1 > 0 { notes.append("Only in \(b.name): \(lone.1) configurations, left out.") }
        if tooFewCount > 0 {
            notes.append("With fewer than two runs on a side: \(tooFewCount), left out.")
        }
        for side in [a, b] where side.bench.interrupted {
            notes.append("\(side.name) was cut short.")
        }
        return notes
    }
}

extension ComparisonReport {
    /// Where the runs of two benches were made differently: no column says so.
    private static func differences(one: [RunResult], other: [RunResult]) -> [String] {
        let times: [(String, (RunResult) -> Double?)] = [
            (
                "warm-up",
                { $0.series.map { Double($0.warmupBuckets * RunSeries.bucketMilliseconds) / 1e3 } }
            ),
            // Reading alone is over when everything is read.
            ("measured time", { $0.dimensions.sending == "warmup" ? nil : $0.measuredSeconds }),
        ]
        var notes: [String] = []
        for (what, time) in times {
            guard let one = Spread(one.compactMap(time))?.median,
                let other = Spread(other.compactMap(time))?.median,
                abs(one - other) > 0.05 * max(one, other)
            else { continue }
            notes.append(
                "The folders differ in \(what): \(tenths(one)) s and \(tenths(other)) s.")
        }
        let counts = [one, other].map { runs in
            ConfigurationSummary.summaries(of: runs).map(\.runs.count).max() ?? 0
        }
        if counts[0] != counts[1] {
            notes.append("The folders differ in repetitions: \(counts[0]) and \(counts[1]).")
        }
        return notes
    }

    private static func tenths(_ seconds: Double) -> Double { (10 * seconds).rounded() / 10 }
}

/// Which configurations of two benches are the same.
private struct ConfigurationMatch {
    /// Places in both lists.
    let pairs: [(a: Int, b: Int)]
    private static let columns = ResultColumn.all.filter { $0.role == .setting }

    /// A setting that one of the benches does not know is no difference: it came later.
    init(_ a: [ConfigurationSummary], _ b: [ConfigurationSummary]) {
        let left = a.map(Self.cells)
        let right = b.map(Self.cells)
        var free = Set(right.indices)
        var pairs: [(Int, Int)] = []
        for (index, cells) in left.enumerated() {
            let partner = right.indices.first { other in
                free.contains(other) && zip(cells, right[other]).allSatisfy(Self.agree)
            }
            guard let partner else { continue }
            free.remove(partner)
            pairs.append((index, partner))
        }
        self.pairs = pairs.sorted { Self.precedes(left[$0.0], left[$1.0]) }
    }

    /// By the first setting that differs; numbers by size, before words.
    private static func precedes(_ one: [CellValue], _ other: [CellValue]) -> Bool {
        for (one, other) in zip(one, other) where one != other {
            let (left, right) = (number(one), number(other))
            return left == right ? one.csvText < other.csvText : left < right
        }
        return false
    }

    private static func number(_ cell: CellValue) -> Double {
        cell.number ?? Double(cell.csvText) ?? .infinity
    }

    /// The columns whose values differ between the two, `acks (1; all)`.
    func differingColumns(_ a: [ConfigurationSummary], _ b: [ConfigurationSummary]) -> String {
        let left = a.map(Self.cells)
        let right = b.map(Self.cells)
        let texts = Self.columns.indices.compactMap { index -> String? in
            let one = Self.distinct(left.map { $0[index] })
            let other = Self.distinct(right.map { $0[index] })
            guard Set(one).isDisjoint(with: other) else { return nil }
            return "\(Self.columns[index].name) (\(one.joined(separator: ", ")); "
                + "\(other.joined(separator: ", ")))"
        }
        return texts.isEmpty ? "how their settings are combined" : texts.joined(separator: ", ")
    }

    private static func cells(_ summary: ConfigurationSummary) -> [CellValue] {
        guard let run = summary.runs.first else { return [] }
        return columns.map { $0.value(run, RunEnvironment()) }
    }

    private static func agree(_ one: CellValue, _ other: CellValue) -> Bool {
        one == other || one == .notAvailable || other == .notAvailable
    }

    private static func distinct(_ values: [CellValue]) -> [String] {
        var seen: Set<String> = []
        return values.map(\.csvText).filter { seen.insert($0).inserted }
    }
}
