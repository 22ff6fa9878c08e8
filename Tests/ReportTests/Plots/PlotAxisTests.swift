import Testing

@testable import Report

@Suite struct PlotAxisTests {
    @Test(arguments: [
        (4.1, [0.0, 2, 4, 6]), (12.0, [0.0, 5, 10, 15]), (1_000.0, [0.0, 500, 1_000]),
        (0.3, [0.0, 0.1, 0.2, 0.3]),
    ])
    func anAxisFromZeroHasRoundMarksAndReachesTheLargest(_ largest: Double, _ marks: [Double]) {
        let axis = PlotAxis.fromZero(to: largest) { "\($0)" }
        #expect(axis.min == 0)
        #expect(axis.max >= largest)
        #expect(axis.tics.count == marks.count)
        for (tic, mark) in zip(axis.tics, marks) { #expect(abs(tic.value - mark) < 1e-9) }
    }

    @Test(arguments: [0.0, -1, .infinity, .nan])
    func anAxisOfNothingStillHasALength(_ largest: Double) {
        let axis = PlotAxis.fromZero(to: largest) { "\($0)" }
        #expect(axis.max > axis.min)
        #expect(axis.tics.count > 1)
    }

    @Test(arguments: [
        ([26.0, 44], 20.0, 50.0), ([10.0, 100], 10.0, 100.0),
        ([7.0, 2_470_000], 1.0, 10_000_000.0),
        ([5.0], 5.0, 10.0), ([0.0, -3], 1.0, 10.0),
    ])
    func aLogarithmicAxisEnclosesItsValuesBetweenRoundMarks(
        _ values: [Double], _ low: Double, _ high: Double
    ) {
        let axis = PlotAxis.logarithmic(around: values) { "\($0)" }
        #expect(abs(axis.min / low - 1) < 1e-9)
        #expect(abs(axis.max / high - 1) < 1e-9)
        #expect(axis.tics.count > 1)
    }

    @Test func aLabelIsAStringAndNoFormat() {
        let axis = PlotAxis(
            min: 1, max: 10, tics: [PlotAxis.Tic(value: 10, label: "it's 90 %")])
        #expect(axis.script("x") == "set xrange [1:10]\nset xtics ('it''s 90 %%' 10)\n")
    }

    @Test func noTextBreaksOutOfItsQuotes() {
        #expect(PlotText.quoted("a'; system 'b") == "'a''; system ''b'")
        #expect(PlotText.quoted("a\nexit\r\nb") == "'a exit b'")
    }

    @Test func aNumberThatIsNoneIsAGap() {
        #expect(
            PlotText.block("$d", [[1, .infinity], nil, [2.5, 3]]) == """
                $d << EOD
                1 NaN

                2.5 3
                EOD

                """)
    }
}
