import Foundation
import Report
import RunResults
import Testing

@Suite struct BenchJSONTests {
    private func document(_ bench: BenchResult) throws -> [String: Any] {
        let text = try BenchJSON(bench, resultsPath: "Results/orders").text()
        return try #require(
            JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func theDocumentHoldsWhatTheFolderHolds() throws {
        let bench = try SampleBench.small()
        let document = try document(bench)
        #expect(document["format"] as? Int == 1)
        #expect(document["workload"] as? String == "orders")
        #expect(document["results"] as? String == "Results/orders")
        #expect(document["interrupted"] as? Bool == false)
        #expect((document["headlines"] as? [String])?.isEmpty == false)
        #expect((document["skipped"] as? [String])?.count == 1)
        let environment = try #require(document["environment"] as? [String: Any])
        #expect(environment["cpus"] as? Int == 2)
        let runs = try #require(document["runs"] as? [[String: Any]])
        #expect(runs.count == bench.runs.count)
        #expect(runs[0]["partitions"] as? Int == 3)
        #expect(runs[0]["acks"] as? String == "1")
        let configurations = try #require(document["configurations"] as? [[String: Any]])
        #expect(configurations.count == 9)
        #expect(configurations[0]["repetitions"] as? Int == 2)
        #expect(configurations[0]["publish_p50_us_median"] as? Double != nil)
    }

    @Test func aPercentileWithTooFewSamplesIsNullAndWhatIsNotThereIsLeftOut() throws {
        let run = try SampleBench.run(
            SampleBench.dimensions(rate: "max"), records: 500, flags: [.tooFewSamples])
        let runs = try #require(
            document(SampleBench.bench([run]))["runs"] as? [[String: Any]])
        #expect(runs[0]["publish_p999_us"] is NSNull)
        #expect(runs[0]["publish_p50_us"] as? Double == 100.031)
        #expect(runs[0]["publish_delay_p99_us"] == nil)
        #expect(runs[0]["flags"] as? [String] == ["too-few-samples"])
    }

    @Test func flagsOfAConfigurationSayHowManyRunsCarryThem() throws {
        let document = try document(SampleBench.small())
        let configurations = try #require(document["configurations"] as? [[String: Any]])
        let flags = configurations.compactMap { $0["flags"] as? [String] }
        #expect(flags.filter { $0 == ["fell-behind 1/2"] }.count == 1)
        #expect(flags.filter(\.isEmpty).count == 8)
    }
}
