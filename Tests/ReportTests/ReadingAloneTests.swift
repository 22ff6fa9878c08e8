import RunResults
import Testing

@testable import Report

/// Runs in which nothing is sent while they are measured.
@Suite struct ReadingAloneTests {
    private func bench() throws -> BenchResult {
        let runs = try [3, 12].flatMap { partitions in
            try ["1", "all"].map { acks in
                var dimensions = SampleBench.dimensions(
                    rate: "max", partitions: partitions, acks: acks)
                dimensions.sending = "warmup"
                var run = try SampleBench.run(dimensions)
                run.throughput = ThroughputCounts()
                run.throughput.consumedRecords =
                    partitions * (acks == "1" ? 40_000_000 : 30_000_000)
                run.latency = LatencyResults()
                run.series = RunSeries(
                    measuredBuckets: 40,
                    buckets: (0..<40).map { _ in
                        var bucket = SeriesBucket()
                        bucket.consumedRecords = 1_234_500
                        return bucket
                    })
                return run
            }
        }
        return SampleBench.bench(runs)
    }

    @Test func theTerminalShowsWhatWasRead() throws {
        let text = TerminalSummary(try bench(), isTerminal: false).text(resultsPath: "r")
        #expect(text.contains("\nreading alone, keys uniform\n"))
        #expect(text.contains("read records/s"))
        #expect(text.contains("         3  12.0 M    9.00 M  0.75×"))
        #expect(text.contains("\nThe most that was read is 48.0 M records/s, with partitions 12"))
        for absent in ["acked records/s", "publish", "service time", "p99", "carried"] {
            #expect(!text.contains(absent), "\(absent)")
        }
    }

    @Test func soDoesThePageOfMarkdown() throws {
        let text = MarkdownSummary(try bench()).text
        #expect(text.contains("### Reading alone, keys uniform\n"))
        #expect(text.contains("| read records/s |"))
        for absent in ["acked records/s", "publish latency", "service time p"] {
            #expect(!text.contains(absent), "\(absent)")
        }
    }

    @Test func plotsShowWhatWasRead() throws {
        let summaries = Setting.sorted(ConfigurationSummary.summaries(of: try bench().runs))
        let groups = BenchPlots(
            summaries, layout: Layout(summaries), marks: FlagMarks([])
        ).groups
        #expect(groups.map(\.id) == ["throughput", "series"])
        #expect(groups.first?.plots.first?.caption == "read records/s")
        let series = try #require(groups.last?.plots.first).script
        #expect(series.contains("set ylabel 'read records/s'"))
        #expect(series.contains("0.05 1.2345e+07\n"))
    }

    @Test func writingAndReadingStandApart() throws {
        var runs = try bench().runs
        runs += try SampleBench.small().runs
        let text = TerminalSummary(SampleBench.bench(runs), isTerminal: false)
            .text(resultsPath: "r")
        #expect(text.contains("reading alone, "))
        #expect(text.contains("The most that was carried is"))
        #expect(text.contains("The most that was read is"))
    }
}
