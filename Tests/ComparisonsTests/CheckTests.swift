import Comparisons
import RunResults
import Testing

@Suite struct CheckTests {
    private let plan = CheckPlan(same: 20, slowed: 10, factor: 1.1, pairs: 8, seed: 7)

    /// The outcome of a trial whose latency grew by `percent`, or hardly varied.
    private func outcome(_ trial: CheckTrial, percent: Double) throws -> CheckOutcome {
        let sides = try [1, 1 + percent / 100].map { factor in
            try (0..<4).map { index in
                try SampleRuns.run(
                    microseconds: 100 * factor * (1 + 0.001 * Double(index % 2)),
                    flags: index == 0 ? [.notSteady] : [])
            }
        }
        let comparison = try SampleRuns.comparison(a: sides[0], b: sides[1])
        return try #require(CheckOutcome(trial, comparison))
    }

    @Test func bothKindsAreSpreadEvenlyAndHaveSeedsOfTheirOwn() {
        let trials = plan.trials
        #expect(trials.map(\.number) == Array(1...30))
        #expect(trials.filter(\.isSlowed).count == 10)
        #expect(Set(trials.map(\.seed)).count == 30)
        for start in stride(from: 0, to: 30, by: 3) {
            #expect(trials[start..<start + 3].filter(\.isSlowed).count == 1)
        }
        let none = CheckPlan(same: 3, slowed: 0, factor: 1.1, pairs: 2, seed: 1)
        #expect(none.trials.map(\.isSlowed) == [false, false, false])
    }

    @Test func anOutcomeSaysWhatTheComparisonClaims() throws {
        let slower = try outcome(plan.trials[0], percent: 10)
        #expect(slower.isDifferent)
        #expect(slower.column == "publish_p50_us")
        #expect(abs(slower.estimate - 0.1) < 0.001)
        #expect(slower.othersDifferent.contains("publish_p99_us"))
        #expect(slower.flaggedRuns == 2)
        #expect(try !outcome(plan.trials[0], percent: 0).isDifferent)
    }

    private func tally(wrong: Int, found: Int, faster: Int = 0) throws -> CheckTally {
        var (wrong, found, faster) = (wrong, found, faster)
        let outcomes = try plan.trials.map { trial in
            if trial.isSlowed {
                found -= 1
                if found >= 0 { return try outcome(trial, percent: 10) }
                faster -= 1
                return try outcome(trial, percent: faster >= 0 ? -10 : 0)
            }
            wrong -= 1
            return try outcome(trial, percent: wrong >= 0 ? 3 : 0)
        }
        return CheckTally(outcomes, plan: plan)
    }

    @Test(arguments: [(0, true), (1, true), (2, false)])
    func equalSettingsMayBeCalledDifferentInOneOfTwenty(wrong: Int, isHonest: Bool) throws {
        let tally = try tally(wrong: wrong, found: 10)
        #expect(tally.same.different == wrong)
        #expect(tally.isHonest == isHonest)
        #expect(tally.isComplete)
    }

    @Test(arguments: [(10, true), (8, true), (7, false)])
    func slowerBrokersMustBeFoundInFourOfFive(found: Int, isKeen: Bool) throws {
        let tally = try tally(wrong: 0, found: found)
        #expect(tally.slowed.slower == found)
        #expect(tally.isKeen == isKeen)
    }

    /// Slower brokers that are called faster were not found.
    @Test func aWrongSignIsNoFind() throws {
        let tally = try tally(wrong: 0, found: 7, faster: 3)
        #expect(tally.slowed.different == 10)
        #expect(tally.slowed.slower == 7)
        #expect(!tally.isKeen)
    }

    @Test func aCheckThatWasCutShortIsNotComplete() throws {
        let outcomes = try plan.trials.prefix(5).map { try outcome($0, percent: 0) }
        #expect(!CheckTally(outcomes, plan: plan).isComplete)
    }
}
