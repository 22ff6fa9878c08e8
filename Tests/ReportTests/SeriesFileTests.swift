import Report
import RunResults
import Testing

@Suite struct SeriesFileTests {
    private func bench() throws -> BenchResult {
        var runs: [RunResult] = []
        for repetition in 1...2 {
            for acks in ["1", "all"] {
                var run = try SampleBench.run(
                    SampleBench.dimensions(acks: acks), repetition: repetition)
                var bucket = SeriesBucket()
                bucket.ackedRecords = 10 * repetition
                bucket.faults = ["kill broker 1, at once begins"]
                run.series = RunSeries(measuredBuckets: 1, buckets: [bucket, SeriesBucket()])
                runs.append(run)
            }
        }
        runs[3].series = nil
        return SampleBench.bench(runs)
    }

    @Test func eachRunThatHasASeriesHasAFile() throws {
        let files = SeriesFile.files(of: try bench())
        #expect(
            files.map(\.name) == [
                "uniform_rate-20000_p3_rf3_acks-1_c1_run-1.csv",
                "uniform_rate-20000_p3_rf3_acks-all_c1_run-1.csv",
                "uniform_rate-20000_p3_rf3_acks-1_c1_run-2.csv",
            ])
        let lines = try #require(files.last).text.split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 4)
        #expect(lines[0] == SeriesColumn.all.map(\.name).joined(separator: ",")[...])
        #expect(lines[1] == "0,measured,20,,,0,,0,,,,\"kill broker 1, at once begins\",")
        #expect(lines[2] == "100,drain,0,,,0,,0,,,,,")
    }

    @Test func namesOfConfigurationsThatReadAlikeDiffer() throws {
        let plans = ["{at: 1s, kill: leader, partition: 0, for: 3s}; {at: 5s, restart: 1}", "x"]
        let runs = try (plans + ["\(plans[0])!"]).map { plan in
            var dimensions = SampleBench.dimensions()
            dimensions.faultPlan = plan
            var run = try SampleBench.run(dimensions)
            run.series = RunSeries(measuredBuckets: 0, buckets: [])
            return run
        }
        let names = SeriesFile.files(of: SampleBench.bench(runs)).map(\.name)
        #expect(Set(names).count == 3)
        #expect(names.allSatisfy { $0.count < 255 && !$0.contains(" ") && !$0.contains("/") })
    }
}
