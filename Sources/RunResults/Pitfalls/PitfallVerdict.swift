/// Whether a pitfall was shown: the damage measured, and the fix without it.
package struct PitfallVerdict: Sendable {
    /// One claim against what was measured.
    package struct Measure: Hashable, Sendable {
        /// The column with its value, and with what it was held against.
        package let text: String
        package let holds: Bool

        package init(text: String, holds: Bool) {
            self.text = text
            self.holds = holds
        }
    }

    package let pitfall: String
    package let fix: String
    package let damage: [Measure]
    package let fixed: [Measure]

    package init(pitfall: String, fix: String, damage: [Measure], fixed: [Measure]) {
        self.pitfall = pitfall
        self.fix = fix
        self.damage = damage
        self.fixed = fixed
    }

    package var isShown: Bool { (damage + fixed).allSatisfy(\.holds) }
}
