import RunResults

/// What the comparisons of a check came to.
package struct CheckTally: Sendable {
    /// One of the two kinds of comparisons.
    package struct Kind: Sendable {
        package let count: Int
        /// Those called different by the measure that was judged by itself.
        package let different: Int
        /// Those called different by any measure.
        package let anyDifferent: Int
        /// Those called different in the direction in which slower brokers are.
        package let slower: Int
        /// The median estimate, a share; nil without a comparison.
        package let estimate: Double?
        /// The median of what could have been seen, a share.
        package let detectable: Double?

        init(_ outcomes: [CheckOutcome]) {
            count = outcomes.count
            let found = outcomes.filter(\.isDifferent)
            different = found.count
            anyDifferent = outcomes.filter { $0.isDifferent || !$0.othersDifferent.isEmpty }.count
            slower = found.filter { $0.isSlower }.count
            estimate = Spread(outcomes.map(\.estimate))?.median
            detectable = Spread(outcomes.map(\.detectable))?.median
        }
    }

    package let same: Kind
    package let slowed: Kind
    /// Whether every comparison that was planned has been made.
    package let isComplete: Bool

    package init(_ outcomes: [CheckOutcome], plan: CheckPlan) {
        same = Kind(outcomes.filter { !$0.isSlowed })
        slowed = Kind(outcomes.filter(\.isSlowed))
        isComplete = same.count == plan.same && slowed.count == plan.slowed
    }

    /// Equal settings are rarely enough called different, by any measure at all.
    package var isHonest: Bool {
        Double(same.anyDifferent) <= CheckPlan.wrongShareMax * Double(same.count)
    }

    /// Slower brokers are often enough called slower.
    package var isKeen: Bool {
        Double(slowed.slower) >= CheckPlan.foundShareMin * Double(slowed.count)
    }
}

extension CheckOutcome {
    /// Whether the difference has the sign that slower brokers give it.
    fileprivate var isSlower: Bool {
        column.hasSuffix("_per_s") ? estimate < 0 : estimate > 0
    }
}
