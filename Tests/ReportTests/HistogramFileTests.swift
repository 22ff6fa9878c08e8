import Records
import Report
import RunResults
import Testing

@Suite struct HistogramFileTests {
    @Test func thereIsAFileForEachConfigurationAndLatencyWithSamples() throws {
        let names = HistogramFile.files(of: try SampleBench.small()).map(\.name)
        #expect(names.contains("uniform_rate-20000_p3_rf3_acks-1_c1_publish.hgrm"))
        #expect(names.contains("uniform_rate-20000_p3_rf3_acks-1_c1_publish_delay.hgrm"))
        #expect(names.contains("none_rate-max_p12_rf3_acks-all_c1_end_to_end.hgrm"))
        // Four fixed-rate configurations with three latencies, five saturated ones with two.
        #expect(names.count == 22)
        #expect(Set(names).count == 22)
    }

    @Test func namesTellApartWhatOtherSettingsVary() throws {
        let runs = try [0.0, 0.5, 5].map { linger in
            var dimensions = SampleBench.dimensions(keys: "zipfian 0.99")
            dimensions.lingerMilliseconds = linger
            return try SampleBench.run(dimensions)
        }
        let names = HistogramFile.files(of: SampleBench.bench(runs)).map(\.name)
        #expect(
            names.filter { $0.hasSuffix("_publish.hgrm") } == [
                "zipfian-0.99_rate-20000_p3_rf3_acks-1_c1_linger-0-ms_publish.hgrm",
                "zipfian-0.99_rate-20000_p3_rf3_acks-1_c1_linger-0.500-ms_publish.hgrm",
                "zipfian-0.99_rate-20000_p3_rf3_acks-1_c1_linger-5.00-ms_publish.hgrm",
            ])
    }

    @Test func repetitionsAreMerged() throws {
        let dimensions = SampleBench.dimensions()
        let runs = try [1, 2].map { try SampleBench.run(dimensions, repetition: $0) }
        let file = try #require(HistogramFile.files(of: SampleBench.bench(runs)).first)
        #expect(file.text.contains("Total count    =       400000]"))
    }

    /// The text of HdrHistogram's own outputPercentileDistribution, value unit microseconds: its
    /// plotter reads the numbers of each line and passes over those that begin with `#`.
    @Test func theTextIsThatOfHdrHistogramsPlotter() throws {
        var histogram = LatencyHistogram()
        for microseconds in [100, 200, 300, 400] {
            histogram.record(.microseconds(Int64(microseconds)))
        }
        #expect(
            histogram.percentileDistribution == """
                       Value     Percentile TotalCount 1/(1-Percentile)

                     100.031 0.000000000000          1           1.00
                     100.031 0.100000000000          1           1.11
                     100.031 0.200000000000          1           1.25
                     200.063 0.300000000000          2           1.43
                     200.063 0.400000000000          2           1.67
                     200.063 0.500000000000          2           2.00
                     300.031 0.550000000000          3           2.22
                     300.031 0.600000000000          3           2.50
                     300.031 0.650000000000          3           2.86
                     300.031 0.700000000000          3           3.33
                     300.031 0.750000000000          3           4.00
                     400.127 0.775000000000          4           4.44
                     400.127 1.000000000000          4
                #[Mean    =      249.976, StdDeviation   =      111.793]
                #[Max     =      400.127, Total count    =            4]
                #[Buckets =           26, SubBuckets     =         2048]

                """)
    }
}
