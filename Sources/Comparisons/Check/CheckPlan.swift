import RunResults

/// How comparisons themselves are checked on a machine: how often a setting that is compared with
/// itself is called different, and how often brokers that were made slower are.
package struct CheckPlan: Sendable, Codable, Equatable {
    /// Comparisons of the setting with itself.
    package var same: Int
    /// Comparisons with all brokers slowed down.
    package var slowed: Int
    /// How many times as long each step of a slowed broker takes.
    package var factor: Double
    /// Pairs of each comparison.
    package var pairs: Int
    /// The seed of the first comparison; each has the next.
    package var seed: UInt64

    /// The largest share of equal settings that may be called different.
    package static let wrongShareMax = 0.05
    /// The smallest share of slowed brokers that must be called different.
    package static let foundShareMin = 0.8

    package init(same: Int, slowed: Int, factor: Double, pairs: Int, seed: UInt64) {
        self.same = same
        self.slowed = slowed
        self.factor = factor
        self.pairs = pairs
        self.seed = seed
    }

    /// Every comparison in order, both kinds spread evenly over it: what changes on the machine
    /// meanwhile falls on both.
    package var trials: [CheckTrial] {
        let count = same + slowed
        return (0..<count).map { index in
            let isSlowed = (index + 1) * slowed / count > index * slowed / count
            return CheckTrial(
                number: index + 1, isSlowed: isSlowed, seed: seed &+ UInt64(index))
        }
    }
}

/// One comparison of a check, to be made.
package struct CheckTrial: Sendable, Equatable {
    /// From 1.
    package let number: Int
    package let isSlowed: Bool
    package let seed: UInt64
}

/// One comparison of a check, made.
package struct CheckOutcome: Sendable, Codable, Equatable {
    /// The trial's number, from 1.
    package var number: Int
    package var isSlowed: Bool
    package var seed: UInt64
    /// The measure that was judged by itself.
    package var column: String
    /// As shares of the first side.
    package var estimate: Double
    package var low: Double
    package var high: Double
    package var detectable: Double
    package var isDifferent: Bool
    /// Other measures that were called different.
    package var othersDifferent: [String]
    /// Runs of both sides that carry a flag.
    package var flaggedRuns: Int

    /// Nil where `comparison` has no difference to judge.
    package init?(_ trial: CheckTrial, _ comparison: Comparison) {
        guard let primary = comparison.primary, let difference = primary.difference else {
            return nil
        }
        number = trial.number
        isSlowed = trial.isSlowed
        seed = trial.seed
        column = primary.column
        estimate = difference.estimate
        low = difference.low
        high = difference.high
        detectable = difference.detectable
        isDifferent = primary.verdict == .different
        othersDifferent = comparison.measures.dropFirst()
            .filter { $0.verdict == .different }.map(\.column)
        flaggedRuns = (comparison.a.runs + comparison.b.runs).filter { !$0.flags.isEmpty }.count
    }
}
