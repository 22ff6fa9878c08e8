import Comparisons
import Foundation
import Testing

@Suite struct LogRatioTests {
    /// R: t.test(log(c(110, 120, 108, 131)), log(c(100, 101, 99, 102)), paired = TRUE).
    @Test func pairsAreAPairedTTestOfLogarithms() throws {
        let pairs = [(100.0, 110.0), (101, 120), (99, 108), (102, 131)].map { (a: $0.0, b: $0.1) }
        let logs = pairs.map { log($0.b / $0.a) }
        let mean = logs.reduce(0, +) / 4
        let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3
        let reach = 3.182446 * (variance / 4).squareRoot()
        let found = try #require(LogRatio(pairs: pairs)).difference(confidence: 0.95)
        #expect(abs(found.estimate - (exp(mean) - 1)) < 1e-12)
        #expect(abs(found.low - (exp(mean - reach) - 1)) < 1e-6)
        #expect(abs(found.high - (exp(mean + reach) - 1)) < 1e-6)
    }

    /// Turning the sides round turns the ratio round, and changes no verdict.
    @Test func ofEightPairsTheEndsAreSetAside() throws {
        let logs = [0.05, 0.06, 0.04, 0.05, 0.07, 0.03, 0.05, 2.0]
        let ratio = try #require(LogRatio(pairs: logs.map { (a: 100, b: 100 * exp($0)) }))
        // Without 0.03 and 2; drawn in they are 0.04 and 0.07.
        #expect(abs(ratio.mean - 0.32 / 6) < 1e-12)
        let drawnIn = [0.04, 0.04, 0.05, 0.05, 0.05, 0.06, 0.07, 0.07]
        let mean = drawnIn.reduce(0, +) / 8
        let variance = drawnIn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 7
        #expect(abs(ratio.error - (variance / 8).squareRoot() * 8 / 6) < 1e-12)
        #expect(ratio.degreesOfFreedom == 4)
        #expect(ratio.difference(confidence: 0.99).verdict(margin: 0.05) == .different)
    }

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
