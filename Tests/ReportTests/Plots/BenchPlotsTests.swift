import Records
import RunResults
import Testing

@testable import Report

@Suite struct BenchPlotsTests {
    @Test func aBenchHasAPictureForEachQuestion() throws {
        let groups = plots(try SampleBench.small())
        #expect(groups.map(\.id) == ["throughput", "latency", "percentiles"])
        #expect(groups.map(\.plots.count) == [1, 1, 5])
        #expect(groups[0].heading == "Throughput against partitions")
        #expect(groups[0].plots[0].name == "throughput-1")
        #expect(groups[0].plots[0].context == "acked records/s, rate: max")
    }

    @Test func aPointHasItsMedianAndItsRange() throws {
        let script = try #require(plots(try SampleBench.small()).first?.plots.first).script
        // 3 partitions and 12, an eighth and a half of 111 M records in ten seconds.
        #expect(script.contains("set xtics ('3' 3, '12' 12)"))
        #expect(script.contains("2.955 1.11261e+07 1.11211e+07 1.11311e+07 0"))
        #expect(script.contains("title 'acks=1'"))
        #expect(script.contains("title 'acks=all'"))
    }

    @Test func aFlaggedPointIsHollowAndItsLineMarked() throws {
        let latency = try #require(plots(try SampleBench.small()).first { $0.id == "latency" })
        let script = try #require(latency.plots.first).script
        #expect(script.contains("title 'acks=1†'"))
        let rows = script.split(separator: "\n").filter { $0.first?.isNumber == true }
        #expect(rows.map { $0.last } == ["0", "1", "0", "0"])
    }

    @Test func valuesTooCloseForTheirLabelsStandOneByOne() throws {
        let runs = try [10, 11, 12].flatMap { partitions in
            try ["1", "all"].map {
                try SampleBench.run(
                    SampleBench.dimensions(rate: "max", partitions: partitions, acks: $0))
            }
        }
        let script = try #require(plots(SampleBench.bench(runs)).first?.plots.first).script
        #expect(script.contains("set xtics ('10' 1, '11' 2, '12' 3)"))
        #expect(!script.contains("set logscale x"))
    }

    @Test func withNothingThatVariesThereAreCurvesOnly() throws {
        let groups = plots(try SampleBench.tiny())
        #expect(groups.map(\.id) == ["percentiles"])
        #expect(groups[0].plots[0].caption == "20,000 records/s, keys uniform")
    }

    @Test func aCurveEndsWhereSamplesRunOut() throws {
        var histogram = LatencyHistogram()
        for microseconds in 1...1_000 { histogram.record(.microseconds(Int64(microseconds))) }
        let curve = PercentilePlots.curve(histogram)
        let last = try #require(curve.last)
        #expect(last[0] == 100)
        #expect(abs(last[1] - 990) < 1)
        let first = try #require(curve.first)
        #expect(first[0] == 1)
        #expect(abs(first[1] - 1) < 0.01)
        #expect(curve.map { $0[1] } == curve.map { $0[1] }.sorted())
    }

    @Test func moreConfigurationsThanAnyoneLooksAtAreCountedAndLeftOut() throws {
        let runs = try (1...60).map { consumers in
            try SampleBench.run(SampleBench.dimensions(consumers: consumers))
        }
        let group = try #require(
            plots(SampleBench.bench(runs)).first { $0.id == "percentiles" })
        #expect(group.plots.count == PlotGroup.plotsMax)
        #expect(group.omitted == 60 - PlotGroup.plotsMax)
    }

    @Test func faultsHaveLettersAndWarmUpAndDrainAreShaded() throws {
        var run = try SampleBench.run(SampleBench.dimensions())
        var buckets = (0..<30).map { index in
            var bucket = SeriesBucket()
            bucket.ackedRecords = 2_000
            bucket.publishP99Microseconds = index == 7 ? nil : 100
            return bucket
        }
        buckets[5].faults = ["kill broker 1 begins"]
        run.series = RunSeries(warmupBuckets: 2, measuredBuckets: 25, buckets: buckets)
        let series = try #require(
            plots(SampleBench.bench([run])).first { $0.id == "series" })
        let plot = try #require(series.plots.first)
        #expect(plot.note == "a at 0.3 s: kill broker 1 begins")
        #expect(plot.script.contains("set label 1 'a' at first 0.3"))
        #expect(plot.script.contains("rectangle from first -0.2, graph 0 to first 0,"))
        #expect(plot.script.contains("rectangle from first 2.5, graph 0 to first 2.8,"))
        #expect(plot.script.contains("-0.15 20000\n"))
        #expect(plot.script.contains("0.45 100\n\n0.65 100\n"))
    }

    @Test func noTwoFaultsHaveTheSameLetters() throws {
        var run = try SampleBench.run(SampleBench.dimensions())
        let buckets = (0..<60).map { index in
            var bucket = SeriesBucket()
            bucket.ackedRecords = 2_000
            bucket.faults = ["fault \(index)"]
            return bucket
        }
        run.series = RunSeries(measuredBuckets: 60, buckets: buckets)
        let plot = try #require(
            plots(SampleBench.bench([run])).first { $0.id == "series" }?.plots.first)
        let letters = plot.note.split(separator: " · ").compactMap {
            $0.split(separator: " ").first
        }
        #expect(letters.count == 60)
        #expect(Set(letters).count == 60)
        #expect([0, 25, 26, 27, 52].map { letters[$0] } == ["a", "z", "aa", "ab", "ba"])
        #expect(plot.script.contains("set label 27 'aa' at first 2.6"))
    }

    @Test func whereThroughputLeftItsLevelABarSaysSo() throws {
        var run = try SampleBench.run(SampleBench.dimensions())
        let buckets = (0..<40).map { index in
            var bucket = SeriesBucket()
            bucket.ackedRecords = (20..<24).contains(index) ? 500 : 2_000
            return bucket
        }
        var result = RunSeries(measuredBuckets: 40, buckets: buckets)
        result.steadyState = SteadyState(
            windows: [8_000, 8_000, 8_000, 8_000, 8_000, 2_000, 8_000, 8_000, 8_000, 8_000],
            slicesPerWindow: 4)
        run.series = result
        func script() throws -> String {
            try #require(
                plots(SampleBench.bench([run])).first { $0.id == "series" }?.plots.first
            ).script
        }
        let bar = "rectangle from first 2, graph 0.965 to first 2.4, graph 1 "
        #expect(try script().contains(bar))
        run.series?.steadyState = nil
        #expect(try !script().contains(bar))
    }

    @Test func stagesStandOnEachOtherInABarForEachValueOfAcks() throws {
        let runs = try [3, 12].flatMap { partitions in
            try ["1", "all"].map { acks in
                var run = try SampleBench.run(
                    SampleBench.dimensions(partitions: partitions, acks: acks))
                var stages = StageLatencies()
                for (index, stage) in LatencyStage.allCases.enumerated() {
                    stages[stage].record(.microseconds(Int64(10 * (index + 1))))
                }
                run.stages = stages
                return run
            }
        }
        let group = try #require(plots(SampleBench.bench(runs)).first { $0.id == "stages" })
        let script = try #require(group.plots.first).script
        #expect(script.contains("'3 · 1' 0, '3 · all' 1, '12 · 1' 2, '12 · all' 3"))
        let bar = try #require(script.split(separator: "\n").first { $0.hasPrefix("3 ") })
        let tops = bar.split(separator: " ").dropFirst().compactMap { Double($0) }
        #expect(tops.count == 6)
        for (top, expected) in zip(tops, [10.0, 30, 60, 100, 150, 210]) {
            #expect(abs(top / expected - 1) < 0.002)
        }
    }

    @Test func aHotPartitionStandsBesideWhatItsKeysLetExpect() throws {
        var run = try SampleBench.run(SampleBench.dimensions())
        run.partitions = PartitionShares(
            realised: try #require(PartitionSpread(weights: [6, 2, 2])),
            predicted: PartitionSpread(weights: [5, 3, 2]))
        let group = try #require(
            plots(SampleBench.bench([run])).first { $0.id == "partitions" })
        let script = try #require(group.plots.first).script
        #expect(script.contains("0 60 50\n1 20 30\n2 20 20\n"))
        #expect(script.contains("title 'predicted'"))
    }

    @Test func ofManyPartitionsTheHottestAreDrawn() throws {
        var run = try SampleBench.run(SampleBench.dimensions(partitions: 100))
        run.partitions = PartitionShares(
            realised: try #require(PartitionSpread(weights: (0..<100).map { Double($0 + 1) })))
        let group = try #require(
            plots(SampleBench.bench([run])).first { $0.id == "partitions" })
        let script = try #require(group.plots.first).script
        #expect(script.contains("'99' 0, "))
        #expect(script.contains("set xlabel 'partition: the hottest 60 of 100'"))
        #expect(!script.contains("predicted"))
    }

    @Test(arguments: [(2, "50.0 %"), (5, "93.7 %"), (8, "99.2 %")])
    func theReadingSaysWhatARangeIsWorth(_ repetitions: Int, _ percent: String) {
        #expect(BenchPlots.intervals(repetitions).contains(percent))
    }

    private func plots(_ bench: BenchResult) -> [PlotGroup] {
        let summaries = Setting.sorted(ConfigurationSummary.summaries(of: bench.runs))
        return BenchPlots(
            summaries, layout: Layout(summaries), marks: FlagMarks(bench.runs)
        ).groups
    }
}
