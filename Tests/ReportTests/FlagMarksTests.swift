import RunResults
import Testing

@testable import Report

@Suite struct FlagMarksTests {
    @Test func everyFlagHasAMarkOfItsOwn() throws {
        var run = try SampleBench.run(SampleBench.dimensions())
        run.flags = HonestyFlag.allCases
        let marks = FlagMarks([run])
        #expect(marks.footnotes.count == HonestyFlag.allCases.count)
        #expect(FlagMarks.symbols.count >= HonestyFlag.allCases.count)
        #expect(Set(FlagMarks.symbols).count == FlagMarks.symbols.count)
    }
}
