/// How far B is from A, as shares of A: 0.1 is 10 % more.
package struct Difference: Sendable, Equatable {
    package let estimate: Double
    /// The ends of the interval.
    package let low: Double
    package let high: Double
    /// The smallest difference that would have been called different with a chance of `power`,
    /// runs varying as these did.
    package let detectable: Double

    /// The chance that `detectable` speaks of.
    package static let power = 0.8

    package init(estimate: Double, low: Double, high: Double, detectable: Double) {
        self.estimate = estimate
        self.low = low
        self.high = high
        self.detectable = detectable
    }

    /// Whether the interval lies within ±`margin`.
    package func isWithin(_ margin: Double) -> Bool { low >= -margin && high <= margin }

    /// - Parameter margin: the share up to which a difference does not matter.
    package func verdict(margin: Double) -> ComparisonVerdict {
        if low > 0 || high < 0 { return .different }
        return isWithin(margin) ? .noDifference : .inconclusive
    }
}

/// What a comparison can claim.
package enum ComparisonVerdict: String, Sendable, Hashable, CaseIterable {
    /// The interval excludes 0, however small the difference is.
    case different
    /// The interval holds 0 and lies within the margin.
    case noDifference = "no difference"
    /// Neither: the runs varied too much, or there were too few.
    case inconclusive
}
