import RunResults

/// The marks that flagged numbers carry, so that none is printed bare.
struct FlagMarks {
    private let marks: [HonestyFlag: String]
    private let counts: [HonestyFlag: Int]
    private let runCount: Int

    /// The flags of `runs` get marks in the order in which flags are declared.
    init(_ runs: [RunResult]) {
        var counts: [HonestyFlag: Int] = [:]
        for run in runs {
            for flag in Set(run.flags) { counts[flag, default: 0] += 1 }
        }
        let present = HonestyFlag.allCases.filter { counts[$0] != nil }
        marks = Dictionary(uniqueKeysWithValues: zip(present, Self.symbols))
        self.counts = counts
        runCount = runs.count
    }

    /// One for each flag at least.
    static let symbols = ["†", "‡", "§", "¶", "◊", "Δ", "Ω", "Σ", "Φ", "Ψ", "Ξ", "Λ"]

    /// Whether no run carries a flag.
    var isEmpty: Bool { marks.isEmpty }

    /// The marks of a number of this kind that comes from `summaries`; empty where nothing casts
    /// doubt on it.
    func text(_ kind: MeasureKind, of summaries: [ConfigurationSummary]) -> String {
        text(kind, of: Set(summaries.flatMap(\.flags).map(\.flag)))
    }

    /// The marks of a number of this kind on which `flags` cast doubt.
    func text(_ kind: MeasureKind, of flags: Set<HonestyFlag>) -> String {
        text(of: flags.filter { $0.doubts.contains(kind) })
    }

    /// The marks of these flags.
    func text(of flags: Set<HonestyFlag>) -> String {
        HonestyFlag.allCases.filter(flags.contains).compactMap { marks[$0] }.joined()
    }

    /// The mark of a percentile that repetitions of `summary` lack; empty where none says so.
    func tooFewSamples(in summary: ConfigurationSummary) -> String {
        summary.flags.contains { $0.flag == .tooFewSamples }
            ? marks[.tooFewSamples] ?? "" : ""
    }

    /// One line for each flag: its mark, its name, how many runs carry it, and what it says.
    var footnotes: [String] {
        HonestyFlag.allCases.compactMap { flag in
            guard let mark = marks[flag], let count = counts[flag] else { return nil }
            return "\(mark) \(flag.rawValue), \(count) of \(runCount) runs: \(flag.meaning)."
        }
    }

    /// `text` without the marks at its end, and the marks.
    func split(_ text: String) -> (plain: String, marks: String) {
        let symbols = Set(marks.values.joined())
        let plain = text.reversed().drop { symbols.contains($0) }
        return (String(plain.reversed()), String(text.suffix(text.count - plain.count)))
    }

    /// The names of the flags behind `marks`, separated by commas.
    func names(of symbols: String) -> String {
        HonestyFlag.allCases.filter { flag in
            marks[flag].map { symbols.contains($0) } ?? false
        }.map(\.rawValue).joined(separator: ", ")
    }
}
