import Comparisons
import Foundation
import Testing

/// What the intervals promise, on made-up runs by the thousand: eight pairs each, at 99 %.
@Suite struct LogRatioPropertyTests {
    private static let trials = 4_000
    private static let pairs = 8
    private static let confidence = 0.99

    /// What share of trials `body` is true of.
    private func share(seed: UInt64, _ body: (inout Noise) throws -> Bool) rethrows -> Double {
        var noise = Noise(seed: seed)
        var hits = 0
        for _ in 0..<Self.trials where try body(&noise) { hits += 1 }
        return Double(hits) / Double(Self.trials)
    }

    /// Pairs with a drift that both share, noise of their own, and a true ratio.
    private func pairs(
        ratio: Double, deviation: Double, noise: inout Noise,
        draw: (inout Noise) -> Double = { $0.normal() }
    ) -> [(a: Double, b: Double)] {
        (0..<Self.pairs).map { _ in
            let shared = 100 * exp(0.5 * noise.normal())
            let a = shared * exp(deviation * draw(&noise))
            return (a, ratio * shared * exp(deviation * draw(&noise)))
        }
    }

    @Test(arguments: [(1.0, 0.02), (1.03, 0.05), (0.4, 0.1), (10, 0.3)])
    func theIntervalHoldsTheTruthAsOftenAsItSays(ratio: Double, deviation: Double) throws {
        let coverage = try share(seed: 1) { noise in
            let pairs = pairs(ratio: ratio, deviation: deviation, noise: &noise)
            let found = try #require(LogRatio(pairs: pairs)).difference(confidence: 0.99)
            return found.low <= ratio - 1 && ratio - 1 <= found.high
        }
        // Four standard deviations of a share of 0.99 among 4,000.
        #expect(abs(coverage - 0.99) < 0.0063, "seed 1: \(coverage)")
    }

    @Test func equalSidesAreCalledDifferentOnceInAHundred() throws {
        let wrong = try share(seed: 2) { noise in
            let pairs = pairs(ratio: 1, deviation: 0.04, noise: &noise)
            return try verdict(pairs) == .different
        }
        #expect(abs(wrong - 0.01) < 0.0063, "seed 2: \(wrong)")
    }

    /// Heavy tails and one-sided noise make the intervals wider, not the claims bolder: what
    /// disturbs either side of a pair alike leaves a symmetric difference.
    @Test func disturbancesMakeNoDifference() throws {
        let disturbed = try share(seed: 3) { noise in
            let pairs = pairs(ratio: 1, deviation: 0.02, noise: &noise) { $0.disturbed() }
            return try verdict(pairs) == .different
        }
        let delayed = try share(seed: 4) { noise in
            let pairs = pairs(ratio: 1, deviation: 0.1, noise: &noise) { $0.delay() }
            return try verdict(pairs) == .different
        }
        #expect(disturbed < 0.0163, "seed 3: \(disturbed)")
        #expect(delayed < 0.0163, "seed 4: \(delayed)")
    }

    /// A tenth is found in four of five where runs vary by 3 %, and nearly always at 2 %.
    @Test(arguments: [(0.03, 0.80), (0.02, 0.98)])
    func aTenthIsFound(deviation: Double, least: Double) throws {
        let found = try share(seed: 5) { noise in
            let pairs = pairs(ratio: 1.1, deviation: deviation, noise: &noise)
            return try verdict(pairs) == .different
        }
        #expect(found >= least, "seed 5: \(found)")
    }

    /// One run in sixteen that something else disturbed hides no difference of a tenth.
    @Test func aTenthIsFoundBesideDisturbedRuns() throws {
        let found = try share(seed: 11) { noise in
            let pairs = pairs(ratio: 1.1, deviation: 0.01, noise: &noise) { $0.interrupted() }
            return try verdict(pairs) == .different
        }
        #expect(found >= 0.8, "seed 11: \(found)")
    }

    /// The median of what comparisons say they could have seen is seen in four of five of them.
    @Test func whatCouldHaveBeenSeenIsSeen() throws {
        let deviation = 0.05
        var noise = Noise(seed: 6)
        let detectable = try (0..<1_001).map { _ in
            try #require(LogRatio(pairs: pairs(ratio: 1, deviation: deviation, noise: &noise)))
                .difference(confidence: Self.confidence).detectable
        }.sorted()[500]
        let power = try share(seed: 7) { noise in
            let pairs = pairs(ratio: 1 + detectable, deviation: deviation, noise: &noise)
            return try verdict(pairs) == .different
        }
        #expect(abs(power - 0.8) < 0.08, "seeds 6 and 7: \(power) at \(detectable)")
    }

    @Test func noDifferenceIsClaimedOfEqualQuietSidesAndRarelyOfATenth() throws {
        let equal = try share(seed: 8) { noise in
            let pairs = pairs(ratio: 1, deviation: 0.01, noise: &noise)
            return try verdict(pairs) == .noDifference
        }
        let tenth = try share(seed: 9) { noise in
            let pairs = pairs(ratio: 1.1, deviation: 0.05, noise: &noise)
            return try verdict(pairs) == .noDifference
        }
        #expect(equal > 0.97, "seed 8: \(equal)")
        #expect(tenth < 0.01, "seed 9: \(tenth)")
    }

    /// Sides that vary unlike, and are not of one size (Welch).
    @Test func valuesMeasuredApartKeepTheirPromiseToo() throws {
        let coverage = try share(seed: 10) { noise in
            let a = (0..<6).map { _ in 100 * exp(0.02 * noise.normal()) }
            let b = (0..<10).map { _ in 120 * exp(0.08 * noise.normal()) }
            let found = try #require(LogRatio(a: a, b: b)).difference(confidence: 0.99)
            return found.low <= 0.2 && 0.2 <= found.high
        }
        #expect(abs(coverage - 0.99) < 0.0083, "seed 10: \(coverage)")
    }

    private func verdict(_ pairs: [(a: Double, b: Double)]) throws -> ComparisonVerdict {
        try #require(LogRatio(pairs: pairs)).difference(confidence: Self.confidence)
            .verdict(margin: 0.05)
    }
}
