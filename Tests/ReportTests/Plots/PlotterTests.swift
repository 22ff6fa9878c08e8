import Foundation
import FoundationXML
import RunResults
import Testing

@testable import Report

@Suite struct PlotterTests {
    private static let isInstalled = {
        if case .success = Plotter.gnuplot.run("") { true } else { false }
    }()

    @Test(.enabled(if: isInstalled, "needs gnuplot"))
    func gnuplotDrawsEveryPlotOfABench() throws {
        let drawing = BenchDrawing(try SampleBench.small(), plotter: .gnuplot)
        #expect(drawing.missingNote == nil)
        #expect(drawing.groups.map(\.pictures.count) == [1, 1, 5])
        for file in drawing.files {
            let parser = XMLParser(data: Data(file.text.utf8))
            #expect(parser.parse(), "\(file.name): \(String(describing: parser.parserError))")
            #expect(file.text.contains("prefers-color-scheme:dark"), "\(file.name)")
            #expect(file.text.contains("var(--ink)"), "\(file.name)")
            #expect(!file.text.contains("rgb("), "\(file.name)")
        }
        let ids = drawing.groups.flatMap(\.pictures).flatMap {
            $0.inline.matches(of: /id=["']([^"']*)["']/).map { String($0.output.1) }
        }
        #expect(Set(ids).count == ids.count)
    }

    @Test func noTwoPicturesOfAPageHaveAnIDInCommon() {
        let drawn = """
            <svg width="450">
            <g id="gnuplot_canvas">
            <g id="gnuplot_plot_1" ><title>a</title>
            <path d='M1,2'/>
            </g>
            </g>
            </svg>
            """
        let images = ["latency-1-", "latency-2-"].map {
            SVGImage(drawn: drawn, title: "a", name: $0).inline
        }
        for image in images { #expect(!image.contains("id=\"gnuplot_")) }
        #expect(images[0].contains("<g>"))
    }

    @Test(.enabled(if: isInstalled, "needs gnuplot"))
    func textFromOutsideStaysText() throws {
        let runs = try [1, 3].map { partitions in
            var dimensions = SampleBench.dimensions(
                keys: "'; system('touch x') <script>&\"", partitions: partitions,
                acks: "<b>'\\n&")
            dimensions.compression = "<i>"
            return try SampleBench.run(dimensions)
        }
        let drawing = BenchDrawing(SampleBench.bench(runs), plotter: .gnuplot)
        #expect(drawing.missingNote == nil)
        for file in drawing.files {
            let parser = XMLParser(data: Data(file.text.utf8))
            #expect(parser.parse(), "\(file.name): \(String(describing: parser.parserError))")
            #expect(!file.text.contains("<b>") && !file.text.contains("<script"))
        }
    }

    @Test func aProgramThatIsNotThereIsNamed() {
        let result = Plotter.run("", program: "gnuplot", searchPath: "/nonexistent:")
        #expect(result == .failure(Plotter.Failure(reason: "gnuplot is not installed")))
    }

    @Test func aProgramThatFailsSaysWhy() throws {
        let folder = try TemporaryFolder()
        let program = "\(folder.path)/gnuplot"
        try Files.write("#!/bin/sh\necho 'line 3: bad luck' >&2\nexit 1\n", to: program)
        chmod(program, 0o755)
        let result = Plotter.run("plot", program: "gnuplot", searchPath: folder.path)
        #expect(
            result == .failure(Plotter.Failure(reason: "gnuplot failed: line 3: bad luck")))
    }

    @Test func tooFewPicturesAreNone() {
        let plots = [Plot(name: "a", caption: "a", script: "")]
        let outcome = Plotter { _ in .success("nothing") }.draw(plots)
        #expect(
            outcome == .missing(reason: "gnuplot drew 0 plots where 1 were asked for"))
    }
}
