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
}
