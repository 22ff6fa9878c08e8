import Comparisons
import Foundation
import Records
import RunResults
import Testing

@testable import Report

/// Comparisons in the page of their folder, which reads them from `comparison.csv`.
@Suite struct ComparedSectionTests {
    private static let stub = Plotter { script in
        let count = script.components(separatedBy: "set terminal").count - 1
        let page = "<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 1 1\">\n</svg>\n"
        return .success(String(repeating: page, count: count))
    }

    private func runs(
        _ publish: UInt64, partitions: Int, acks: String, flags: [HonestyFlag] = []
    ) throws -> [RunResult] {
        try (0..<8).map { index in
            try SampleBench.run(
                SampleBench.dimensions(partitions: partitions, acks: acks),
                repetition: index + 1, order: index + 1,
                publish: publish + publish / 1_000 * UInt64(index % 5),
                flags: index < 3 ? flags : [])
        }
    }

    private func report(
        partitions: [Int], labels: [String] = ["acks=1", "acks=all"]
    ) throws -> ComparisonReport {
        let cells = try partitions.map { partitions in
            try [
                runs(100_000, partitions: partitions, acks: "1"),
                runs(120_000, partitions: partitions, acks: "all", flags: [.notSteady]),
            ]
        }
        return try ComparisonReport.paired(
            of: SampleBench.bench([]), labels: labels, cells: cells,
            settings: ComparisonSettings(), conditions: [], notes: [])
    }

    /// The page of a folder with `comparison.csv`.
    private func page(_ report: ComparisonReport, _ csv: String) throws -> String {
        let folder = try TemporaryFolder()
        try Files.write(csv, to: "\(folder.path)/comparison.csv")
        let bench = SampleBench.bench(report.comparisons.flatMap { $0.a.runs + $0.b.runs })
        try ResultsFolder.writeDerivedFiles(of: bench, in: folder.path, plotter: Self.stub)
        return String(decoding: try Files.read("\(folder.path)/report.html"), as: UTF8.self)
    }

    @Test func whatWasComparedComesFirst() throws {
        let report = try report(partitions: [3, 12])
        let page = try page(report, ComparisonCSV.text(report))
        #expect(page.contains("partitions 3: acks=all against acks=1: publish_p50_us different"))
        #expect(page.contains("<h3>partitions 12: acks=all against acks=1</h3>"))
        #expect(page.contains("<td class=\"\">+20.0 %<a class=\"mark\" href=\"#flags\""))
        #expect(page.contains("<a href=\"comparison.md\">"))
        let comparison = try #require(page.range(of: "<section id=\"comparison\">"))
        let summary = try #require(page.range(of: "<section id=\"summary\">"))
        #expect(comparison.lowerBound < summary.lowerBound)
        #expect(page.components(separatedBy: "<section id=\"comparison\">").count == 2)
    }

    @Test func manyComparisonsHaveARowEach() throws {
        let report = try report(partitions: Array(1...9))
        let page = try page(report, ComparisonCSV.text(report))
        #expect(page.contains("Of 9 comparisons: 9 different."))
        #expect(!page.contains("<h3>partitions 9:"))
        #expect(page.contains("partitions 9: acks=all against acks=1"))
    }

    @Test func aFolderWithoutComparisonsHasNoSuchSection() throws {
        let bench = try SampleBench.small()
        let page = try HTMLPage(bench, drawing: BenchDrawing(bench, plotter: Self.stub)).text()
        #expect(!page.contains("id=\"comparison\""))
        #expect(!page.contains("comparison.md"))
    }

    @Test func intervalsAreDrawnInPercent() throws {
        let rows = try ComparedRow.rows(
            of: ComparisonCSV.text(try report(partitions: [3])), path: "comparison.csv")
        let group = ComparedPlots(ComparedPair.pairs(of: rows), marks: FlagMarks([])).group
        let script = try #require(group.plots.first).script
        #expect(group.plots.count == 1)
        #expect(script.contains("$d0 << EOD\n19.9853 6 19.9058 20.0648\n"))
        #expect(script.contains("'publish_p50_us' 6"))
        #expect(script.contains("rectangle from first -5, graph 0 to first 5, graph 1"))
    }

    @Test func textFromTheFileIsEscaped() throws {
        let evil = "</h3><script>alert('x')</script>"
        let report = try report(partitions: [3], labels: ["acks=1", evil])
        let page = try page(report, ComparisonCSV.text(report))
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;"))
    }

    @Test(arguments: [
        ("", "it is empty"),
        ("measure\np50\n", "it has no column a"),
        ("HEADER\n1,2\n", "row 2 has 2 fields, not "),
        ("HEADER\nROW,x\n", "row 2 has "),
        ("HEADER\nBAD\n", "row 2, difference_percent: much is no number"),
    ])
    func aBrokenFileIsNamedWithItsRow(text: String, reason: String) throws {
        let names = ComparisonCSV.columns
        let cells = names.map { $0 == "difference_percent" ? "much" : "1" }
        let text = text.replacingOccurrences(of: "HEADER", with: names.joined(separator: ","))
            .replacingOccurrences(of: "ROW", with: names.map { _ in "1" }.joined(separator: ","))
            .replacingOccurrences(of: "BAD", with: cells.joined(separator: ","))
        let error = try #require(throws: ReportError.self) {
            try ComparedRow.rows(of: text, path: "r/comparison.csv")
        }
        #expect("\(error)".contains("r/comparison.csv"), "\(error)")
        #expect("\(error)".contains(reason), "\(error)")
    }
}

@Suite struct CSVTextTests {
    @Test func whatIsWrittenIsRead() {
        var random = RandomSource(seed: 7)
        let alphabet: [Character] = ["a", "\"", ",", "\n", "\r\n", " ", "é"]
        for _ in 0..<500 {
            let width = 1 + Int(random.nextUnit() * 4)
            let rows = (0...Int(random.nextUnit() * 4)).map { _ in
                (0..<width).map { _ in
                    String(
                        (0..<Int(random.nextUnit() * 6)).map { _ in
                            alphabet[Int(random.nextUnit() * Double(alphabet.count))]
                        })
                }
            }
            // A row of one empty field is an empty line, which no reader tells from no row.
            guard width > 1 else { continue }
            #expect(CSVText.rows(of: CSVFile.text(rows)) == rows)
        }
    }

    @Test func aLastLineWithoutAnEndCounts() {
        #expect(CSVText.rows(of: "a,b\nc,") == [["a", "b"], ["c", ""]])
        #expect(CSVText.rows(of: "a,\"b\"\r\n\"c\"\"d\",e") == [["a", "b"], ["c\"d", "e"]])
        #expect(CSVText.rows(of: "").isEmpty)
    }
}
