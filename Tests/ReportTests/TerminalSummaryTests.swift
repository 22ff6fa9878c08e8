import RunResults
import Testing

@testable import Report

@Suite struct TerminalSummaryTests {
    @Test func aSmallBenchReadsAsItDid() throws {
        let text = TerminalSummary(try SampleBench.small(), isTerminal: false)
            .text(resultsPath: "Results/orders")
        #expect(text == smallBenchText + "\n")
    }

    @Test func headingsAreBoldOnATerminalOnly() throws {
        let bench = try SampleBench.tiny()
        let plain = TerminalSummary(bench, isTerminal: false).text(resultsPath: "r")
        let bold = TerminalSummary(bench, isTerminal: true).text(resultsPath: "r")
        #expect(!plain.contains("\u{1B}"))
        #expect(bold.hasPrefix("\u{1B}[1morders: What does acks=all cost?\u{1B}[0m\n"))
    }

    @Test func theMatrixOfABigBenchStaysWithin110Columns() throws {
        var runs: [RunResult] = []
        for rate in ["20000", "max"] {
            for partitions in [1, 3, 12] {
                for acks in ["1", "all"] {
                    for consumers in [1, 3] where consumers <= partitions {
                        for factor in [1, 3] {
                            var run = try SampleBench.run(
                                SampleBench.dimensions(
                                    rate: rate, partitions: partitions, replicationFactor: factor,
                                    acks: acks, consumers: consumers),
                                publish: 9_876_543)
                            run.flags = [.notSteady]
                            runs.append(run)
                        }
                    }
                }
            }
        }
        let text = TerminalSummary(SampleBench.bench(runs), isTerminal: false)
            .text(resultsPath: "Results/orders")
        let widest = text.split(separator: "\n").max { $0.count < $1.count } ?? ""
        #expect(widest.count <= 112, "\(widest)")
        #expect(text.contains("partitions  RF  consumers"))
    }

    @Test func whatElseVariesStandsInTheLabels() throws {
        let runs = try [1_024, 65_536].flatMap { batch in
            try ["1", "all"].map { acks in
                var dimensions = SampleBench.dimensions(acks: acks)
                dimensions.batchBytes = batch
                return try SampleBench.run(dimensions)
            }
        }
        let text = TerminalSummary(SampleBench.bench(runs), isTerminal: false)
            .text(resultsPath: "r")
        let rows = text.split(separator: "\n").filter { $0.contains("KiB") }
        #expect(rows.count == 2)
        #expect(rows[0].contains(" 1 KiB  20,000    20,000  1.00×"))
        #expect(rows[1].contains("64 KiB  20,000    20,000  1.00×"))
    }

    /// What is not compressed has no compressibility.
    @Test func aSettingThatDoesNotApplyIsNotNamed() throws {
        let runs = try [nil, 0.5, 0.9].map { share in
            var dimensions = SampleBench.dimensions(rate: "max")
            dimensions.compression = share == nil ? "none" : "lz4"
            dimensions.compressibility = share
            return try SampleBench.run(dimensions)
        }
        for width in [0, 60] {
            let summaries = Setting.sorted(ConfigurationSummary.summaries(of: runs))
            let sections = ComparisonSection.sections(
                of: summaries, layout: Layout(summaries), labelWidth: width)
            let headings = sections.map(\.heading)
            #expect(!headings.contains { $0.contains("compressibility ,") }, "\(headings)")
            #expect(!headings.contains { $0.hasSuffix("compressibility ") }, "\(headings)")
        }
    }

    @Test func aBenchWithoutPairsSaysNothingOfThem() throws {
        let text = TerminalSummary(try SampleBench.tiny(), isTerminal: false)
            .text(resultsPath: "r")
        #expect(!text.contains("costs"))
        #expect(!text.contains("acks=all takes"))
        #expect(text.contains("acks  acked records/s"))
    }

    @Test func aBenchWithoutRunsSaysThatItWasCutShort() {
        var bench = SampleBench.bench([])
        bench.interrupted = true
        let text = TerminalSummary(bench, isTerminal: false).text(resultsPath: "r")
        #expect(text.contains("The bench was cut short: 0 runs were kept."))
        #expect(text.hasSuffix("Results: r\n"))
    }
}

/// What `SampleBench.small()` prints.
private let smallBenchText = #"""
    orders: What does acks=all cost?
    2 × Test CPU, data on tmpfs, one core appends 2.50 GB/s there, release build

    20,000 records/s, keys uniform: publish latency
                     acked records/s                   p50                        p99
    partitions   acks=1  acks=all    ratio   acks=1  acks=all   ratio   acks=1  acks=all   ratio
    ----------  -------  --------  -------  -------  --------  ------  -------  --------  ------
             3   20,000    20,000   ~1.00×   102 µs    162 µs   1.59×   304 µs    484 µs   1.59×
            12  20,000†    20,000  ~1.00×†  102 µs†    162 µs  1.59×†  304 µs†    484 µs  1.59×†

    rate: max: service time
                             acked records/s                p50                       p99
    partitions  keys     acks=1  acks=all  ratio   acks=1  acks=all  ratio   acks=1  acks=all  ratio
    ----------  -------  ------  --------  -----  -------  --------  -----  -------  --------  -----
             3  uniform  11.1 M    6.19 M  0.56×  1.00 ms   1.60 ms  1.60×  3.00 ms   4.80 ms  1.60×
            12  uniform  11.1 M    9.89 M  0.89×  1.00 ms   1.60 ms  1.60×  3.00 ms   4.80 ms  1.60×
            12  none               1.00 M                    100 µs                    300 µs

    Order and durability, by key
    keys     checked  out of order  percent  gaps  duplicates  lost acked  refused
    -------  -------  ------------  -------  ----  ----------  ----------  -------
    uniform    768 M             0      0 %     0           0           0        0
    none      20.0 M     2,469,134   12.3 %     0           0           2        0

    Medians of up to 2 repetitions; a ratio is acks=all over acks=1, with ~ where the repetitions
    overlap; – has too few samples.
    † fell-behind, 1 of 18 runs: over 0.5 % fewer records were sent than the schedule asked for.
    Skipped: min.insync.replicas 3 is above replication.factor 1

    At 20,000 records/s and RF 3, acks=all takes 1.59× the publish p99 of acks=1 with 3 partitions
    (304 µs → 484 µs) and 1.59×† with 12 (304 µs† → 484 µs).
    As fast as possible at RF 3, acks=all carries 0.56× the records/s of acks=1 with 3 partitions
    (11.1 M → 6.19 M) and 0.89× with 12 (11.1 M → 9.89 M).
    The most that was carried is 11.1 M records/s, with 3 partitions, RF 3 and acks=1: its logs grew
    at 143 % of what one core of this machine appends.
    Processed out of order: none of 768 M records keyed by their entity; 2,469,134 of 20.0 M records
    without a key (12.3 %).
    2 acknowledged records were lost: 2 with acks=all; none was processed twice.

    Results: Results/orders
    """#
