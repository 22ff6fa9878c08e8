import RunResults
import Testing

@testable import Report

/// The sentences of benches that are not about acks.
@Suite struct HeadlineTests {
    private func sentences(_ runs: [RunResult]) -> [String] {
        let summaries = Setting.sorted(ConfigurationSummary.summaries(of: runs))
        return Headlines(
            SampleBench.bench(runs), summaries: summaries, marks: FlagMarks(runs)
        ).sentences
    }

    @Test func withoutAcksBesideEachOtherTheExtremesAreNamed() throws {
        let runs = try [(1, 300_000), (3, 100_000), (12, 200_000)].map { partitions, publish in
            try SampleBench.run(
                SampleBench.dimensions(partitions: partitions), publish: UInt64(publish))
        }
        #expect(
            sentences(runs).first
                == "At 20,000 records/s the publish p99 is lowest with partitions 3 (300 µs) and "
                + "highest with partitions 1 (900 µs); end to end it is lowest with partitions 3 "
                + "(600 µs) and highest with partitions 1 (1.80 ms).")
    }

    @Test func whereRatesAloneVaryTheyAreNamed() throws {
        let runs = try [("50000", 100_000), ("4000000", 200_000)].map { rate, publish in
            try SampleBench.run(SampleBench.dimensions(rate: rate), publish: UInt64(publish))
        }
        #expect(
            sentences(runs).first?.hasPrefix(
                "The publish p99 is lowest with 50,000 records/s (300 µs) and highest with "
                    + "4.00 M records/s (600 µs); end to end") == true, "\(sentences(runs))")
    }

    @Test func aSearchSaysWhatItFound() throws {
        var run = try SampleBench.run(SampleBench.dimensions(rate: "search"))
        run.search = SearchResult(
            passedRecordsPerSecond: 3_500_000, failedRecordsPerSecond: 3_600_000, trials: 9)
        let sentences = sentences([run])
        #expect(
            sentences.contains(
                "Of the rates searched the highest that is sustained is 3.50 M records/s, and "
                    + "3.60 M are not, with partitions 3, RF 3 and acks=1."), "\(sentences)")
        let text = TerminalSummary(SampleBench.bench([run]), isTerminal: false)
            .text(resultsPath: "r")
        #expect(text.contains("rate: search, keys uniform: publish latency at the rate found\n"))
    }

    @Test func whereNobodyLookedNothingIsSaidToBeSafe() throws {
        var run = try SampleBench.run(SampleBench.dimensions())
        run.verification.checkedRecords = 0
        run.verification.lostAcknowledged = nil
        #expect(
            sentences([run]).last
                == "Whether acknowledged records were lost was not looked at: nobody read them.")
        var looked = try SampleBench.run(SampleBench.dimensions(partitions: 12))
        looked.verification.checkedRecords = 0
        looked.verification.lostAcknowledged = 0
        #expect(
            sentences([run, looked]).last
                == "No acknowledged record was lost (1 of 2 configurations were not looked at).")
    }

    /// `–` says that there are too few samples, which is not so where nothing was measured.
    @Test func aLatencyThatNobodyMeasuredIsNotAvailable() throws {
        var run = try SampleBench.run(SampleBench.dimensions())
        run.latency.endToEnd = LatencyHistogram()
        let text = MarkdownSummary(SampleBench.bench([run])).text
        let row = try #require(
            text.split(separator: "\n").first { $0.contains("end-to-end latency p99") })
        #expect(row.contains(" n/a |"), "\(row)")
    }
}
