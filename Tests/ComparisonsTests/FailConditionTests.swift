import Comparisons
import RunResults
import Testing

@Suite struct FailConditionTests {
    @Test(arguments: ["publish_p99_us > +10%", "publish_p99_us>10%", " publish_p99_us  > 10.0 % "])
    func readsMore(text: String) throws {
        let condition = try FailCondition(parsing: text)
        #expect(condition.column == "publish_p99_us")
        #expect(condition.isAbove)
        #expect(abs(condition.bound - 0.1) < 1e-12)
    }

    @Test func readsLess() throws {
        let condition = try FailCondition(parsing: "acked_records_per_s < -5%")
        #expect(!condition.isAbove)
        #expect(abs(condition.bound + 0.05) < 1e-12)
    }

    @Test(arguments: [
        ("publish_p99_us", "expected COLUMN > +N% or COLUMN < -N%"),
        ("publish_p99_us > 10", "expected COLUMN > +N%"),
        ("> 10%", "expected COLUMN > +N%"),
        ("publish_p99_us > ten%", "'ten%' is no percentage"),
        ("publish_p99_us > nan%", "'nan%' is no percentage"),
        ("publish_p99_us > -10%", "with '>' the percentage is not below 0"),
        ("acked_records_per_s < 5%", "with '<' the percentage is not above 0"),
        ("acked_records_per_s < -100%", "is above -100"),
        ("publsh_p99_us > 10%", "did you mean 'publish_p99_us'?"),
        ("latency > 10%", "'latency' is no column of runs.csv"),
        ("lost_acknowledged > 10%", "is a setting or a count"),
        ("acks > 10%", "is a setting or a count"),
    ])
    func namesAMistake(text: String, expected: String) {
        #expect {
            try FailCondition(parsing: text)
        } throws: { error in
            "\(error)".contains(expected) && !"\(error)".contains("\n")
        }
    }

    /// Latency of B over A, with next to no noise or a lot of it.
    private func comparison(ratio: Double, wobble: Double) throws -> Comparison {
        let sides = try [1, ratio].enumerated().map { side, factor in
            try (0..<8).map { index in
                let noise = side == 1 && index.isMultiple(of: 2) ? 1 + wobble : 1 + wobble / 9
                return try SampleRuns.run(microseconds: 100 * factor * noise)
            }
        }
        return try SampleRuns.comparison(a: sides[0], b: sides[1])
    }

    @Test(arguments: [
        ("publish_p50_us > +10%", 1.2, 0.001, FailCondition.Outcome.met),
        ("publish_p50_us > +10%", 1.05, 0.001, .notMet),
        ("publish_p50_us > +10%", 1.1, 0.3, .undecided),
        ("publish_p50_us < -10%", 0.8, 0.001, .met),
        ("publish_p50_us < -10%", 0.95, 0.001, .notMet),
        ("publish_p50_us < -10%", 1.5, 0.001, .notMet),
        ("end_to_end_p50_us > +10%", 1.2, 0.001, .undecided),
    ])
    func theIntervalDecides(
        text: String, ratio: Double, wobble: Double, expected: FailCondition.Outcome
    ) throws {
        let outcome = try FailCondition(parsing: text)
            .outcome(in: comparison(ratio: ratio, wobble: wobble))
        #expect(outcome == expected)
    }
}
