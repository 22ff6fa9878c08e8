import LoadGenerator
import Records
import RunResults
import Testing
import Workloads

@Suite struct PitfallTrialTests {
    /// Answers made-up runs, and keeps what it was asked for.
    private final class MadeTarget: LogTarget {
        let engine = "made"
        private(set) var plans: [RunPlan] = []
        private let flags: (RunPlan) -> [HonestyFlag]

        init(_ flags: @escaping (RunPlan) -> [HonestyFlag]) { self.flags = flags }

        func run(_ plan: RunPlan, observer: any RunObserver) throws(TargetError) -> RunResult? {
            plans.append(plan)
            let isDamage = plan.configuration.producers.acks == .all
            var result = PitfallRun.made(duplicates: isDamage ? 5 : 0)
            result.repetition = plan.repetition
            result.flags = flags(plan)
            return result
        }
    }

    private final class QuietObserver: BenchObserver {
        let isInterrupted: Bool
        init(isInterrupted: Bool = false) { self.isInterrupted = isInterrupted }
        func progress(_ progress: RunProgress) {}
        func began(_ plan: RunPlan, of count: Int) {}
        func ended(_ plan: RunPlan, of count: Int, result: RunResult) {}
    }

    private func run(
        on target: MadeTarget, observer: QuietObserver = QuietObserver()
    ) throws -> PitfallTrial.Outcome? {
        let file = try WorkloadFile(
            parsing: """
                name: x
                question: why?
                producers: {acks: all}
                also: [{producers: {acks: 1}}]
                pitfall:
                  fix: f
                  damage: duplicates > 0
                  fixed: [duplicates = 0, checked_records > 0]
                """, path: "w.yaml")
        return try PitfallTrial(
            target: target, observer: observer, environment: RunEnvironment()
        ).run(file.cells, of: try #require(file.pitfall), name: file.name)
    }

    @Test func fitCellsAreRunOnce() throws {
        let target = MadeTarget { _ in [.notSteady] }
        let outcome = try #require(try run(on: target))
        #expect(outcome.verdict.isShown)
        #expect(target.plans.map(\.repetition) == [1, 1])
        #expect(target.plans[0].seed == target.plans[1].seed)
    }

    @Test func whatMeasuredNothingIsRunAgain() throws {
        let target = MadeTarget { plan in
            plan.configuration.producers.acks == .leader && plan.repetition == 1
                ? [.fellBehind] : []
        }
        let outcome = try #require(try run(on: target))
        #expect(outcome.verdict.isShown)
        #expect(target.plans.map(\.configuration.producers.acks) == [.all, .leader, .leader])
        #expect(target.plans.map(\.order) == [1, 2, 3])
        #expect(target.plans[1].seed != target.plans[2].seed)
        #expect(outcome.judged.map(\.repetition) == [1, 2])
        #expect(outcome.runs.map(\.repetition) == [1, 1, 2])
    }

    @Test func whatNeverMeasuresIsNotShown() throws {
        let target = MadeTarget { _ in [.notDrained] }
        let outcome = try #require(try run(on: target))
        #expect(!outcome.verdict.isShown)
        #expect(outcome.runs.count == 2 * PitfallTrial.attemptsMax)
    }

    @Test func whoIsInterruptedJudgesNothing() throws {
        let target = MadeTarget { _ in [] }
        #expect(try run(on: target, observer: QuietObserver(isInterrupted: true)) == nil)
    }
}
