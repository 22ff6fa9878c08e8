package import RunResults

/// The table of pitfalls: what was measured of each, the fix, and what was measured with it.
package struct PitfallTable {
    private let verdicts: [PitfallVerdict]
    private let marks: FlagMarks

    /// - Parameter runs: those that were judged.
    package init(_ verdicts: [PitfallVerdict], runs: [RunResult]) {
        self.verdicts = verdicts
        marks = FlagMarks(runs)
    }

    /// For a terminal, ending in a newline; a claim that did not hold is marked, and numbers on
    /// which flags cast doubt bear their marks.
    package var text: String {
        var grid = Grid(
            headings: ["pitfall", "measured", "fix", "measured with it", ""].map {
                Grid.Heading(title: $0, isNumber: false)
            })
        for verdict in verdicts {
            for line in 0..<max(verdict.damage.count, verdict.fixed.count, 1) {
                let isFirst = line == 0
                grid.rows.append([
                    isFirst ? verdict.pitfall : "", cell(verdict.damage, line),
                    isFirst ? verdict.fix : "", cell(verdict.fixed, line),
                    isFirst ? (verdict.isShown ? "shown" : "NOT SHOWN") : "",
                ])
            }
        }
        let shown = verdicts.count(where: \.isShown)
        let notes = marks.footnotes.map { $0 + "\n" }.joined()
        return grid.terminal + (notes.isEmpty ? "" : "\n" + notes)
            + "\n\(shown) of \(verdicts.count) pitfalls shown\n"
    }

    private func cell(_ measures: [PitfallVerdict.Measure], _ line: Int) -> String {
        guard measures.indices.contains(line) else { return "" }
        let measure = measures[line]
        let text = measure.text + marks.text(of: measure.doubts)
        if measure.holds { return text }
        let flags = HonestyFlag.allCases.filter(measure.unfit.contains).map(\.rawValue)
        return text + (flags.isEmpty ? " (!)" : " (!: \(flags.joined(separator: ", ")))")
    }
}
