package import RunResults
package import Workloads

/// Holds what a pitfall's workload claims against what its cells measured.
package struct PitfallJudge {
    private let name: String
    private let pitfall: Pitfall
    private let cells: Int

    /// - Throws: `WorkloadError.invalid` where a claim is about a column that there is not.
    package init(_ pitfall: Pitfall, name: String, cells: Int) throws(WorkloadError) {
        for claim in pitfall.damage + pitfall.fixed where Self.column(of: claim) == nil {
            throw claim.error(
                "there is no column \(claim.column); Results/README.md lists them")
        }
        self.pitfall = pitfall
        self.name = name
        self.cells = cells
    }

    private static func column(of claim: PitfallClaim) -> ResultColumn? {
        ResultColumn.all.first { $0.name == claim.column && [.measure, .count].contains($0.role) }
    }

    /// - Parameter runs: of each cell one, in the order of the cells.
    package func verdict(
        _ runs: [RunResult], environment: RunEnvironment
    ) -> PitfallVerdict {
        func measures(_ claims: [PitfallClaim], cell: Int) -> [PitfallVerdict.Measure] {
            claims.map { measure($0, cell: cell, runs, environment) }
        }
        return PitfallVerdict(
            pitfall: name, fix: pitfall.fix, damage: measures(pitfall.damage, cell: 0),
            fixed: measures(pitfall.fixed, cell: cells - 1))
    }

    private func measure(
        _ claim: PitfallClaim, cell: Int, _ runs: [RunResult], _ environment: RunEnvironment
    ) -> PitfallVerdict.Measure {
        func value(_ cell: Int) -> Double? {
            Self.column(of: claim)?.value(runs[cell], environment).number
        }
        let own = value(claim.cell ?? cell)
        func name(_ cell: Int) -> String {
            pitfall.cells.isEmpty ? "cell \(cell)" : pitfall.cells[cell]
        }
        let place = claim.cell.map { " with \(name($0))" } ?? ""
        guard let own else {
            return PitfallVerdict.Measure(
                text: "\(claim.column)\(place) n/a", holds: false)
        }
        guard let reference = claim.reference else {
            return PitfallVerdict.Measure(
                text: "\(claim.column)\(place) \(CellValue.number(own).csvText)",
                holds: claim.holds(own, claim.number))
        }
        guard let other = value(reference), other > 0 else {
            return PitfallVerdict.Measure(
                text: "\(claim.column) with \(name(reference)) n/a", holds: false)
        }
        let ratio = (own / other * 100).rounded() / 100
        return PitfallVerdict.Measure(
            text: "\(claim.column)\(place) \(ratio)× that with \(name(reference))",
            holds: claim.holds(own, claim.number * other))
    }
}
