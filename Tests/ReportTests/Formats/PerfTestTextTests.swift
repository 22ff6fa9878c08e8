import Report
import RunResults
import Testing

@Suite struct PerfTestTextTests {
    /// The form in which Kafka prints it: `%d records sent, %f records/sec (%.2f MB/sec), ...`.
    @Test func aRunIsTheLastLineOfThePerfTest() throws {
        var run = try SampleBench.run(SampleBench.dimensions(), records: 5_000_000)
        run.throughput.ackedBytes = 500_000_000
        run.measuredSeconds = 6.649
        run.latency.publish = try SampleBench.histogram([
            [4_200_000, 4_700_000], [29_900_000, 280_000], [53_000_000, 19_000],
            [230_000_000, 1_000],
        ])
        #expect(
            PerfTestText.line(of: run) == "5000000 records sent, 751992.780869 records/sec "
                + "(71.72 MB/sec), 5.87 ms avg latency, 230.03 ms max latency, 4 ms 50th, "
                + "29 ms 95th, 29 ms 99th, 53 ms 99.9th.")
    }

    /// Kafka's ProducerPerformance counts the payload, which has no key.
    @Test func keysAreNotCounted() throws {
        var run = try SampleBench.run(SampleBench.dimensions(), records: 1_048_576)
        run.throughput.ackedBytes = 100 << 20
        run.measuredSeconds = 1
        #expect(PerfTestText.line(of: run).contains("(100.00 MB/sec)"))
        run.dimensions.valueBytes = 92
        #expect(PerfTestText.line(of: run).contains("(92.00 MB/sec)"))
    }

    @Test func aRunWithoutARecordHasNoMean() throws {
        var run = try SampleBench.run(SampleBench.dimensions())
        run.throughput = ThroughputCounts()
        run.latency = LatencyResults()
        #expect(
            PerfTestText.line(of: run) == "0 records sent, 0.000000 records/sec (0.00 MB/sec), "
                + "NaN ms avg latency, 0.00 ms max latency, 0 ms 50th, 0 ms 95th, 0 ms 99th, "
                + "0 ms 99.9th.")
    }

    @Test func eachRunIsNamedWithItsFlagsBeforeItsLine() throws {
        let bench = try SampleBench.small()
        let lines = PerfTestText.text(of: bench).split(separator: "\n")
        #expect(lines.count == 2 * bench.runs.count)
        for (index, line) in lines.enumerated() {
            #expect(line.hasPrefix("# ") == index.isMultiple(of: 2))
            #expect(line.hasSuffix("th.") == !index.isMultiple(of: 2))
        }
        let flagged = lines.filter { $0.hasSuffix("repetition 2  [fell-behind]") }
        #expect(flagged.count == 1)
        #expect(flagged.first?.contains("partitions 12") == true)
    }
}
