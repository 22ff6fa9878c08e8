import Foundation
import Report
import RunResults
import Testing

@Suite struct MarkdownSummaryTests {
    @Test func theHeadlinesComeFirstAndSayWhatAcksAllCosts() throws {
        let lines = try lines(SampleBench.small())
        #expect(lines[0] == "# orders")
        #expect(
            lines[2] == "- At 20,000 records/s and RF 3, acks=all takes 1.59× the publish p99 of "
                + "acks=1 with 3 partitions (304 µs → 484 µs) and 1.59×† with 12 "
                + "(304 µs† → 484 µs).")
        #expect(
            lines[3] == "- As fast as possible at RF 3, acks=all carries 0.56× the records/s of "
                + "acks=1 with 3 partitions (11.1 M → 6.19 M) and 0.89× with 12 "
                + "(11.1 M → 9.89 M).")
    }

    @Test func mediansStandBesideTheirRangeAndRatio() throws {
        let page = MarkdownSummary(try SampleBench.small()).text
        let row = cells(page, containing: "publish latency p50")
        #expect(
            row == ["publish latency p50", "3", "102 µs [101–102]", "162 µs [161–162]", "1.59×"])
    }

    @Test func aFlaggedNumberIsMarkedAndTheMarkExplained() throws {
        let page = MarkdownSummary(try SampleBench.small()).text
        #expect(
            cells(page, containing: "20,000† |") == ["12", "20,000†", "20,000", "~1.00×†"])
        #expect(
            page.contains(
                "- † fell-behind, 1 of 18 runs: over 0.5 % fewer records were sent than the "
                    + "schedule asked for."))
    }

    @Test func latencyAtMaxIsCalledServiceTime() throws {
        let page = MarkdownSummary(try SampleBench.small()).text
        let sections = page.components(separatedBy: "### ")
        let saturated = sections.first { $0.hasPrefix("Rate: max") } ?? ""
        #expect(saturated.contains("service time p99"))
        #expect(!saturated.contains("publish latency"))
    }

    @Test func brokenKeysHaveARowOfTheirOwn() throws {
        let page = MarkdownSummary(try SampleBench.small()).text
        let row = cells(page, containing: "none, rate: max, partitions 12")
        #expect(row.dropFirst() == ["20.0 M", "2,469,134", "12.3 %", "0", "0", "2", "0"])
        #expect(cells(page, containing: "keys uniform: 8 configurations")[1] == "768 M")
    }

    @Test func aRatioWhoseRepetitionsOverlapIsMarked() throws {
        let runs = try [1, 2].flatMap { repetition in
            try [("1", 100_000), ("all", 101_000)].map { acks, publish in
                try SampleBench.run(
                    SampleBench.dimensions(acks: acks), repetition: repetition,
                    publish: UInt64(publish + repetition * 5_000))
            }
        }
        let page = MarkdownSummary(SampleBench.bench(runs)).text
        #expect(cells(page, containing: "publish latency p50").last == "~1.01×")
        #expect(page.contains("within the spread of the repetitions"))
    }

    @Test func aMissingPercentileIsADashWithItsFlag() throws {
        let run = try SampleBench.run(
            SampleBench.dimensions(), records: 500, flags: [.tooFewSamples])
        let page = MarkdownSummary(SampleBench.bench([run])).text
        #expect(cells(page, containing: "publish latency p99.9").last == "–†")
        #expect(cells(page, containing: "publish latency p50").last == "100 µs")
        #expect(page.contains("- † too-few-samples, 1 of 1 runs:"))
    }

    @Test func aSettingThatFollowsAnotherIsSaidOnce() throws {
        let runs = try [1, 3].map {
            try SampleBench.run(SampleBench.dimensions(replicationFactor: $0))
        }
        let page = MarkdownSummary(SampleBench.bench(runs)).text
        #expect(page.contains("- Also set: min ISR 1 at RF 1, 2 at RF 3\n"))
    }

    @Test func skippedCellsAreNamed() throws {
        let lines = try lines(SampleBench.small())
        let start = try #require(lines.firstIndex(of: "## Skipped"))
        #expect(lines[start...].contains("- min.insync.replicas 3 is above replication.factor 1"))
    }

    @Test func aDebugBuildIsTheFirstThingSaid() throws {
        var bench = try SampleBench.tiny()
        bench.environment.buildMode = "debug"
        let lines = lines(bench)
        #expect(lines[2] == "- This is a debug build: its figures say nothing about speed.")
    }

    @Test func barsInNamesDoNotBreakTables() throws {
        var run = try SampleBench.run(SampleBench.dimensions())
        run.dimensions.keyDistribution = "a|b"
        let page = MarkdownSummary(SampleBench.bench([run])).text
        #expect(page.contains("| keys a\\|b, 20,000 records/s, acks=1 |"))
    }

    private func lines(_ bench: BenchResult) -> [String] {
        MarkdownSummary(bench).text.components(separatedBy: "\n")
    }

    /// The cells of the first table row that holds `text`.
    private func cells(_ page: String, containing text: String) -> [String] {
        let row = page.components(separatedBy: "\n").first {
            $0.hasPrefix("|") && $0.contains(text)
        }
        return (row ?? "").split(separator: "|")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
