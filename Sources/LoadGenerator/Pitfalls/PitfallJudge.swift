package import RunResults
package import Workloads

/// Holds what a pitfall's workload claims against what its cells measured.
package struct PitfallJudge {
    private let name: String
    private let pitfall: Pitfall

    package init(_ pitfall: Pitfall, name: String) {
        self.pitfall = pitfall
        self.name = name
    }

    /// - Parameter runs: of each cell one, in the order of the cells.
    package func verdict(
        _ runs: [RunResult], environment: RunEnvironment
    ) -> PitfallVerdict {
        func measures(_ claims: [PitfallClaim]) -> [PitfallVerdict.Measure] {
            claims.map { claim in
                ClaimMeasure(
                    claim: claim, cells: pitfall.cells, runs: runs, environment: environment
                ).measure
            }
        }
        return PitfallVerdict(
            pitfall: name, fix: pitfall.fix, damage: measures(pitfall.damage),
            fixed: measures(pitfall.fixed))
    }

    /// The cells whose runs carry flags with which some claim about them is not judged.
    package func unfitCells(_ runs: [RunResult], environment: RunEnvironment) -> [Int] {
        let claims = pitfall.damage + pitfall.fixed
        return runs.indices.filter { cell in
            claims.contains { claim in
                ClaimMeasure(
                    claim: claim, cells: pitfall.cells, runs: runs, environment: environment
                ).unfitFlags(of: cell).isEmpty == false
            }
        }
    }
}
