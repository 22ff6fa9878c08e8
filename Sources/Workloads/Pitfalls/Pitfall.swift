/// What a workload claims about a pitfall: the damage in its first cell, the fix in its last one.
package struct Pitfall: Sendable {
    /// What the fix is, in words.
    package let fix: String
    /// What has to be measured to call the damage shown: at least one claim, of the first cell
    /// where it names none.
    package let damage: [PitfallClaim]
    /// The same of the fix, of the last cell.
    package let fixed: [PitfallClaim]
    /// What each cell is called, in their order; empty where the file does not say.
    package let cells: [String]
}
