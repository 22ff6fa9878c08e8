import RunResults

/// Refuses claims that prove nothing: those that always hold, damage that may be none, and a fix
/// of which nobody knows whether it met the same.
struct PitfallCheck {
    let damage: [PitfallClaim]
    let fixed: [PitfallClaim]
    /// The number of the last cell, which is the fix.
    let fixedCell: Int
    /// Where the claims of the fix stand.
    let fixedPlace: SourcePlace
    /// Whether the file has faults.
    let hasFaults: Bool

    /// What says that load was carried.
    private static let loadColumns = [
        "acked_records_per_s", "acked_mb_per_s", "consumed_records_per_s", "checked_records",
    ]

    func check() throws(WorkloadError) {
        for claim in damage + fixed {
            if let reason = claim.emptiness { throw claim.error(reason) }
        }
        for claim in damage { try checkDamage(claim) }
        try checkFix()
    }

    /// Zero must not do for damage, unless another claim about the same column and cell rules it
    /// out. Of a control less may be claimed than of the damage.
    private func checkDamage(_ claim: PitfallClaim) throws(WorkloadError) {
        guard !claim.rulesOutZero else { return }
        if claim.cell != 0, case .cell = claim.reference { return }
        let isBounded = damage.contains {
            $0.cell == claim.cell && $0.column.name == claim.column.name && $0.rulesOutZero
        }
        guard isBounded else {
            throw claim.error(
                "zero does for it; expected damage, such as '\(claim.column.name) > 0'")
        }
    }

    private func checkFix() throws(WorkloadError) {
        guard damage.contains(where: { $0.cell == 0 }) else {
            throw damage[0].error("nothing is claimed of cell 0, which is the damage")
        }
        let own = fixed.filter { $0.cell == fixedCell }
        let damaged = Set(damage.map(\.column.name))
        guard own.contains(where: { damaged.contains($0.column.name) }) else {
            throw fixError(
                "nothing is claimed of what the damage is; expected a claim about "
                    + damage[0].column.name)
        }
        guard own.contains(where: { Self.loadColumns.contains($0.column.name) && $0.rulesOutZero })
        else {
            throw fixError(
                "nothing says that load was carried; expected a claim such as "
                    + "'acked_records_per_s >= 0.9 of 0'")
        }
        guard !hasFaults || own.contains(where: { $0.column.name == "faults" && $0.rulesOutZero })
        else {
            throw fixError(
                "nothing says that faults struck; expected a claim such as 'faults > 0'")
        }
    }

    private func fixError(_ problem: String) -> WorkloadError {
        .invalid(place: fixedPlace, problem: "pitfall.fixed: \(problem)")
    }
}

extension PitfallClaim {
    /// Whether a measure of 0 does not do for it.
    var rulesOutZero: Bool {
        // What a multiple is held against is above 0.
        !holds(0, number)
    }

    /// Why it holds whatever was measured; nil where it may fail.
    fileprivate var emptiness: String? {
        switch reference {
        case .cell(cell): return "compares cell \(cell) with itself; expected another cell"
        case .column(let other) where other.name == column.name:
            return "compares \(other.name) with itself; expected another column"
        default: break
        }
        let isEmpty =
            switch comparison {
            case .above: number < 0
            case .atLeast: number <= 0
            case .atMost: isPercentage && reference == nil && number >= 100
            case .below: isPercentage && reference == nil && number > 100
            case .equal: false
            }
        return isEmpty ? "holds of everything, so it claims nothing" : nil
    }

    private var isPercentage: Bool { column.name.hasSuffix("_percent") }
}
