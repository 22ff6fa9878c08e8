import Comparisons
import Foundation
import Testing

@Suite struct LogRatioTests {
    /// SciPy: `ttest_rel(log(b), log(a)).confidence_interval(0.95)` is
    /// (0.0297048622, 0.2727537841) about 0.1512293232.
    @Test func pairsAreAPairedTTestOfLogarithms() throws {
        let pairs = [(100.0, 110.0), (101, 120), (99, 108), (102, 131)].map { (a: $0.0, b: $0.1) }
        let ratio = try #require(LogRatio(pairs: pairs))
        let found = ratio.difference(confidence: 0.95)
        #expect(abs(ratio.mean - 0.151_229_323_2) < 1e-9)
        #expect(abs(log1p(found.low) - 0.029_704_862_2) < 1e-6)
        #expect(abs(log1p(found.high) - 0.272_753_784_1) < 1e-6)
    }

    /// SciPy: `mstats.trimmed_mean` and `mstats.trimmed_stde` with one value cut off at each end,
    /// and the interval with `t.ppf(0.995, 4)`: two degrees fewer than six values kept.
    @Test func ofEightPairsTheEndsAreSetAside() throws {
        let logs = [0.05, 0.06, 0.04, 0.05, 0.07, 0.03, 0.05, 2.0]
        let ratio = try #require(LogRatio(pairs: logs.map { (a: 100, b: 100 * exp($0)) }))
        #expect(abs(ratio.mean - 0.053_333_333_3) < 1e-9)
        #expect(abs(ratio.error - 0.005_599_036_2) < 1e-9)
        #expect(ratio.degreesOfFreedom == 4)
        let found = ratio.difference(confidence: 0.99)
        #expect(abs(log1p(found.low) - 0.027_554_839_5) < 1e-6)
        #expect(abs(log1p(found.high) - 0.079_111_827_2) < 1e-6)
        #expect(found.verdict(margin: 0.05) == .different)
    }

    /// As above, of twelve pairs with two at each end, and `t.ppf(0.995, 6)`.
    @Test func ofTwelvePairsTwoAtEachEndAreSetAside() throws {
        let logs = [
            0.031, -0.012, 0.047, 0.022, 0.018, 0.090, -0.051, 0.029, 0.035, 0.011, 0.026, 0.040,
        ]
        let ratio = try #require(LogRatio(pairs: logs.map { (a: 100, b: 100 * exp($0)) }))
        #expect(abs(ratio.mean - 0.026_5) < 1e-9)
        #expect(abs(ratio.error - 0.004_984_635_5) < 1e-9)
        let found = ratio.difference(confidence: 0.99)
        #expect(abs(log1p(found.low) - 0.008_019_822_7) < 1e-6)
        #expect(abs(log1p(found.high) - 0.044_980_177_3) < 1e-6)
    }

    /// Turning the sides round turns the ratio round, and changes no verdict.
    @Test func itIsTheSameFromBothEnds() throws {
        let pairs = [(100.0, 110.0), (101, 120), (99, 108), (102, 131)]
        let there = try #require(LogRatio(pairs: pairs.map { ($0.0, $0.1) }))
        let back = try #require(LogRatio(pairs: pairs.map { ($0.1, $0.0) }))
        let one = there.difference(confidence: 0.9)
        let other = back.difference(confidence: 0.9)
        #expect(abs((1 + one.estimate) * (1 + other.estimate) - 1) < 1e-12)
        #expect(abs((1 + one.low) * (1 + other.high) - 1) < 1e-12)
        #expect(one.verdict(margin: 0.05) == other.verdict(margin: 0.05))
    }

    @Test func whatHasNoLogarithmIsLeftOut() throws {
        let pairs = [(100.0, 110.0), (0, 5), (5, 0), (-1, 1), (.infinity, 1), (100, 112)]
        #expect(LogRatio(pairs: pairs.map { ($0.0, $0.1) })?.count == 2)
        #expect(LogRatio(pairs: [(1, 2), (0, 1)]) == nil)
        #expect(LogRatio(a: [1, 2, 3], b: [4, 0]) == nil)
        #expect(LogRatio(a: [1, 2, 3], b: [4, 5, 0])?.count == 2)
    }

    @Test func sidesThatNeverVaryAreJudged() throws {
        let same = try #require(LogRatio(pairs: [(5, 5), (7, 7), (9, 9)]))
        let none = same.difference(confidence: 0.99)
        #expect([none.estimate, none.low, none.high, none.detectable] == [0, 0, 0, 0])
        #expect(none.verdict(margin: 0.05) == .noDifference)
        let double = try #require(LogRatio(a: [5, 5], b: [10, 10]))
        #expect(double.difference(confidence: 0.99).verdict(margin: 0.05) == .different)
    }

    /// SciPy: ttest_ind(log(b), log(a), equal_var=False).confidence_interval(0.95).
    @Test func apartIsWelch() throws {
        let a = [100.0, 104, 98, 101]
        let b = [120.0, 135, 110, 128, 119]
        let found = try #require(LogRatio(a: a, b: b)).difference(confidence: 0.95)
        #expect(abs(log1p(found.low) - 0.097454) < 1e-5, "\(log1p(found.low))")
        #expect(abs(log1p(found.high) - 0.287482) < 1e-5, "\(log1p(found.high))")
    }

    @Test(arguments: [
        (0.01, 0.02, ComparisonVerdict.different), (-0.2, -0.1, .different),
        (-0.01, 0.02, .noDifference), (-0.05, 0.05, .noDifference), (0, 0, .noDifference),
        (-0.051, 0.01, .inconclusive), (-0.01, 0.06, .inconclusive), (0, 0.06, .inconclusive),
    ])
    func verdicts(low: Double, high: Double, expected: ComparisonVerdict) {
        let difference = Difference(
            estimate: (low + high) / 2, low: low, high: high, detectable: 0.1)
        #expect(difference.verdict(margin: 0.05) == expected)
    }
}
