import Checker
import LoadGenerator
import Records
import Testing

struct FaultMarksTests {
    private func told(_ phases: [FaultMark.Phase?]) -> [Bool] {
        var marks = FaultMarks()
        return phases.map {
            marks.outermost(
                FaultMark(time: Instant(0), fault: "delay", target: "broker 1", phase: $0)) != nil
        }
    }

    @Test func overlappingFaultsAreOne() {
        #expect(told([.begin, .begin, .end, .end]) == [true, false, false, true])
    }

    @Test func faultsInARowAreTold() {
        #expect(told([.begin, .end, .begin, .end]) == [true, true, true, true])
    }

    @Test func whatHasNoDurationIsAlwaysTold() {
        #expect(told([nil, nil]) == [true, true])
    }

    @Test func anEndWithoutABeginIsNotTold() {
        #expect(told([.end, .begin]) == [false, true])
    }

    @Test func targetsAreApart() {
        var marks = FaultMarks()
        let targets = ["broker 1", "broker 2"]
        let told = targets.map {
            marks.outermost(
                FaultMark(time: Instant(0), fault: "delay", target: $0, phase: .begin)) != nil
        }
        #expect(told == [true, true])
    }
}
