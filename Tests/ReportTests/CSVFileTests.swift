import Report
import RunResults
import Testing

@Suite struct CSVFileTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"so\"", "\"say \"\"so\"\"\""),
        ("two\nlines", "\"two\nlines\""), ("a\rb", "\"a\rb\""), ("crlf\r\n", "\"crlf\r\n\""),
        ("a;b", "a;b"), ("\"", "\"\"\"\""),
    ])
    func fieldsAreQuotedAsRFC4180Says(_ field: String, _ quoted: String) {
        #expect(CSVFile.quoted(field) == quoted)
    }

    @Test func runsCSVHasARowForEachRunInTheirOrder() throws {
        let bench = try SampleBench.small()
        let lines = CSVFile.runs(of: bench).split(separator: "\n")
        #expect(lines.count == 1 + bench.runs.count)
        #expect(lines[0].hasPrefix("workload,engine,key_distribution,"))
        #expect(lines[1].hasPrefix("orders,embedded,uniform,100,20000,3,3,2,1,2,1,1,1,20000,"))
        #expect(lines[1].hasSuffix(",10,1,18446744073709551615,"))
        let columns = ResultColumn.all.count
        #expect(
            lines.allSatisfy {
                $0.split(separator: ",", omittingEmptySubsequences: false).count == columns
            })
    }

    @Test func aNameWithACommaStaysOneCell() throws {
        var run = try SampleBench.run(SampleBench.dimensions())
        run.dimensions.workload = "orders, \"big\""
        let text = CSVFile.runs(of: SampleBench.bench([run]))
        #expect(text.contains("\n\"orders, \"\"big\"\"\",embedded,"))
    }

    /// Runs are interleaved at random, so the order of first sight would differ from bench to
    /// bench.
    @Test func summaryCSVIsSortedBySettingsFixedRatesFirst() throws {
        let runs = try [
            SampleBench.dimensions(rate: "max", partitions: 3, acks: "all"),
            SampleBench.dimensions(rate: "max", keys: "none", partitions: 3),
            SampleBench.dimensions(rate: "100000", partitions: 12),
            SampleBench.dimensions(rate: "20000", partitions: 12, acks: "all"),
            SampleBench.dimensions(rate: "20000", partitions: 12, acks: "1"),
            SampleBench.dimensions(rate: "20000", partitions: 3),
        ].map { try SampleBench.run($0) }
        let rows = CSVFile.summary(of: SampleBench.bench(runs)).split(separator: "\n").dropFirst()
        let settings = rows.map { row in
            let cells = row.split(separator: ",", omittingEmptySubsequences: false)
            return [2, 4, 5, 8].map { String(cells[$0]) }.joined(separator: " ")
        }
        #expect(
            settings == [
                "uniform 20000 3 1", "uniform 20000 12 1", "uniform 20000 12 all",
                "uniform 100000 12 1", "uniform max 3 all", "none max 3 1",
            ])
    }
}
