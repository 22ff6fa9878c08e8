import Foundation
import RunResults
import Testing

@testable import Report

@Suite struct HTMLPageTests {
    private static let without = Plotter { _ in
        .failure(Plotter.Failure(reason: "gnuplot is not installed"))
    }

    /// Draws a small picture for each plot.
    private static let stub = Plotter { script in
        let count = script.components(separatedBy: "set terminal").count - 1
        let page = "<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 1 1\">\n</svg>\n"
        return .success(String(repeating: page, count: count))
    }

    @Test func theQuestionIsTheTitleAndTheAnswersComeFirst() throws {
        let page = try page(SampleBench.small())
        #expect(page.contains("<h1>What does acks=all cost?</h1>"))
        let answer = try #require(page.range(of: "acks=all takes 1.59× the publish p99"))
        let table = try #require(page.range(of: "<table>"))
        #expect(answer.lowerBound < table.lowerBound)
    }

    @Test func aFlaggedNumberIsNeverBare() throws {
        let page = try page(SampleBench.small())
        #expect(
            page.contains(
                "304 µs<a class=\"mark\" href=\"#flags\" title=\"fell-behind\">†</a>"))
        #expect(page.contains("1 of 18 runs carry a <a href=\"#flags\">flag</a>"))
        #expect(page.contains("† fell-behind, 1 of 18 runs: over 0.5\u{A0}% fewer records"))
    }

    @Test func aMedianStandsOverItsRangeAndRatio() throws {
        let page = try page(SampleBench.small())
        #expect(
            page.contains(
                "162 µs<small>161–162</small><small class=\"ratio\">1.59×</small>"))
    }

    @Test func nothingIsFetchedAndNothingRuns() throws {
        let page = try page(SampleBench.small())
        for word in ["<script", "src=", "@import", "url(", "http://", "https://"] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    @Test func textFromOutsideIsEscapedEverywhere() throws {
        let evil = "</style><script>alert('x')</script>&*`"
        var dimensions = SampleBench.dimensions(keys: evil, acks: evil)
        dimensions.faultPlan = evil
        var run = try SampleBench.run(dimensions)
        run.failover = FailoverResult()
        run.failover?.faults = 1
        run.verification.lostAcknowledged = 1
        run.verification.permittedLosses = [evil: 1]
        var bench = SampleBench.bench([run], skipped: [evil])
        bench.workload = evil
        bench.question = evil
        bench.environment.cpuModel = evil
        bench.environment.commandLine = ["weir", evil]
        bench.environment.startedAt = evil
        let page = try page(bench)
        #expect(!page.contains("<script"))
        #expect(!page.contains("alert('x')"))
        #expect(page.components(separatedBy: "</style>").count == 2)
        #expect(page.contains("&lt;script&gt;"))
    }

    @Test func withoutGnuplotThePageSaysSoInOneLine() throws {
        let bench = try SampleBench.small()
        let drawing = BenchDrawing(bench, plotter: Self.without)
        let page = try HTMLPage(bench, drawing: drawing).text()
        #expect(
            page.contains(
                "There are no plots here: gnuplot is not installed. With gnuplot (the Debian "
                    + "package gnuplot-nox) installed, weir report draws them."))
        #expect(!page.contains("<figure>"))
        #expect(drawing.terminalNote == "report.html has no plots: gnuplot is not installed")
        #expect(drawing.markdown.isEmpty)
        #expect(drawing.files.isEmpty)
    }

    @Test func figuresBeyondTheFirstAreFoldedAway() throws {
        let runs = try (1...9).map { try SampleBench.run(SampleBench.dimensions(consumers: $0)) }
        let page = try page(SampleBench.bench(runs))
        #expect(page.contains("<summary>3 more</summary>"))
        // The latencies against consumers, and nine curves.
        #expect(page.components(separatedBy: "<figure>").count - 1 == 10)
    }

    @Test func everySectionCanBeReached() throws {
        let page = try page(SampleBench.small())
        let ids = [
            "summary", "throughput", "latency", "percentiles", "order", "cost",
            "environment", "flags", "skipped",
        ]
        for id in ids {
            #expect(page.contains("<section id=\"\(id)\">"), "\(id)")
            #expect(page.contains("<a href=\"#\(id)\">"), "\(id)")
        }
        #expect(!page.contains("id=\"faults\""))
    }

    @Test func aResultsFolderHoldsThePageAndItsPlots() throws {
        let folder = try TemporaryFolder()
        let bench = try SampleBench.small()
        try ResultsFolder.writeDerivedFiles(of: bench, in: folder.path, plotter: Self.stub)
        #expect(try Files.entries(of: "\(folder.path)/plots").count == 7)
        let summary = String(decoding: try Files.read("\(folder.path)/summary.md"), as: UTF8.self)
        #expect(summary.contains("](plots/throughput-1.svg)"))
        let page = String(decoding: try Files.read("\(folder.path)/report.html"), as: UTF8.self)
        #expect(page.components(separatedBy: "<svg").count - 1 == 7)
    }

    @Test func plotsOfAnotherTimeAreRemoved() throws {
        let folder = try TemporaryFolder()
        let bench = try SampleBench.small()
        try ResultsFolder.writeDerivedFiles(of: bench, in: folder.path, plotter: Self.stub)
        let drawn = try Files.entries(of: "\(folder.path)/plots")
        for name in ["latency-9.svg", "series-1.svg", "mine.svg", "latency-x.svg", "mine-1.svg"] {
            try Files.write("", to: "\(folder.path)/plots/\(name)")
        }
        try ResultsFolder.writeDerivedFiles(of: bench, in: folder.path, plotter: Self.stub)
        #expect(
            try Files.entries(of: "\(folder.path)/plots")
                == (drawn + ["mine.svg", "latency-x.svg", "mine-1.svg"]).sorted())
        // Without gnuplot nothing takes their place.
        try ResultsFolder.writeDerivedFiles(of: bench, in: folder.path, plotter: Self.without)
        #expect(try Files.entries(of: "\(folder.path)/plots").count == drawn.count + 3)
    }

    private func page(_ bench: BenchResult) throws -> String {
        try HTMLPage(bench, drawing: BenchDrawing(bench, plotter: Self.stub)).text()
    }
}
