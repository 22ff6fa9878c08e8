import Report
import RunResults
import Testing

@Suite struct PitfallTableTests {
    @Test func whatDidNotHoldIsMarked() {
        let measure = PitfallVerdict.Measure.init(text:holds:)
        let text = PitfallTable([
            PitfallVerdict(
                pitfall: "no-key", fix: "a key", damage: [measure("key_order_violations 12", true)],
                fixed: [measure("key_order_violations 0", true), measure("duplicates 0", true)]),
            PitfallVerdict(
                pitfall: "retries", fix: "idempotence", damage: [measure("duplicates 0", false)],
                fixed: [measure("duplicates 0", true)]),
        ]).text
        #expect(
            text == """
                pitfall  measured                 fix          measured with it
                -------  -----------------------  -----------  ----------------------  ---------
                no-key   key_order_violations 12  a key        key_order_violations 0  shown
                                                               duplicates 0
                retries  duplicates 0 (!)         idempotence  duplicates 0            NOT SHOWN

                1 of 2 pitfalls shown

                """)
    }
}
