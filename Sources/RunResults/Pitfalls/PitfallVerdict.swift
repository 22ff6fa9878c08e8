/// Whether a pitfall was shown: the damage measured, and the fix without it.
package struct PitfallVerdict: Sendable {
    /// One claim against what was measured.
    package struct Measure: Hashable, Sendable {
        /// The column with its value, with what it was held against, and with the bound.
        package let text: String
        package let holds: Bool
        /// The flags of its runs that cast doubt on it.
        package let doubts: Set<HonestyFlag>
        /// Those of them with which it is no measurement: it does not hold then.
        package let unfit: Set<HonestyFlag>

        package init(
            text: String, holds: Bool, doubts: Set<HonestyFlag> = [],
            unfit: Set<HonestyFlag> = []
        ) {
            self.text = text
            self.holds = holds && unfit.isEmpty
            self.doubts = doubts
            self.unfit = unfit
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
