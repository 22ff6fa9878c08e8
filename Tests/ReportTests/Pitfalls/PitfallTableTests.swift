import Report
import RunResults
import Testing

@Suite struct PitfallTableTests {
    private typealias Measure = PitfallVerdict.Measure

    @Test func whatDidNotHoldIsMarked() {
        let text = PitfallTable(
            [
                PitfallVerdict(
                    pitfall: "no-key", fix: "a key",
                    damage: [Measure(text: "reorderings 12 (> 0)", holds: true)],
                    fixed: [
                        Measure(text: "reorderings 0 (= 0)", holds: true),
                        Measure(text: "duplicates 0 (= 0)", holds: true),
                    ]),
                PitfallVerdict(
                    pitfall: "retries", fix: "idempotence",
                    damage: [Measure(text: "duplicates 0 (> 0)", holds: false)],
                    fixed: [Measure(text: "duplicates 0 (= 0)", holds: true)]),
            ], runs: []
        ).text
        #expect(
            text == """
                pitfall  measured                fix          measured with it
                -------  ----------------------  -----------  -------------------  ---------
                no-key   reorderings 12 (> 0)    a key        reorderings 0 (= 0)  shown
                                                              duplicates 0 (= 0)
                retries  duplicates 0 (> 0) (!)  idempotence  duplicates 0 (= 0)   NOT SHOWN

                1 of 2 pitfalls shown

                """)
    }

    @Test func flaggedNumbersAreNotPrintedBare() throws {
        let run = try SampleBench.run(RunDimensions(), flags: [.notSteady, .notDrained])
        let text = PitfallTable(
            [
                PitfallVerdict(
                    pitfall: "x", fix: "y",
                    damage: [Measure(text: "a 12 (> 0)", holds: true, doubts: [.notSteady])],
                    fixed: [
                        Measure(
                            text: "a 0 (= 0)", holds: true, doubts: [.notSteady, .notDrained],
                            unfit: [.notDrained])
                    ])
            ], runs: [run, run]
        ).text
        #expect(
            text == """
                pitfall  measured     fix  measured with it
                -------  -----------  ---  ----------------------------  ---------
                x        a 12 (> 0)†  y    a 0 (= 0)†‡ (!: not-drained)  NOT SHOWN

                † not-steady, 2 of 2 runs: lag or throughput drifted over the measured time.
                ‡ not-drained, 2 of 2 runs: consumers did not reach the end of the log before the \
                drain gave up.

                0 of 1 pitfalls shown

                """)
    }
}
