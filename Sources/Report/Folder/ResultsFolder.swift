import Foundation
package import RunResults

/// The folder that a bench leaves; `Results/README.md` describes its files.
package enum ResultsFolder {
    static let runsFile = "runs.jsonl"
    static let environmentFile = "environment.json"
    static let workloadFile = "workload.yaml"
    static let histogramsFolder = "histograms"
    static let seriesFolder = "series"
    static let plotsFolder = "plots"
    static let comparisonTable = "comparison.csv"
    static let comparisonPage = "comparison.md"

    /// The bench that the folder at `path` holds, from `runs.jsonl` and `environment.json`.
    package static func load(_ path: String) throws(ReportError) -> BenchResult {
        switch Files.kind(of: path) {
        case .missing: throw ReportError.missing(path: path)
        case .file: throw ReportError.notAFolder(path: path)
        case .folder: break
        }
        for name in [environmentFile, runsFile] where Files.kind(of: "\(path)/\(name)") != .file {
            throw ReportError.notAResultsFolder(path: path, missing: name)
        }
        let header = try loadHeader("\(path)/\(environmentFile)")
        return header.bench(runs: try loadRuns("\(path)/\(runsFile)"))
    }

    /// Makes the files that follow from the runs anew, each replaced at once: `runs.csv`,
    /// `summary.csv`, `summary.md`, `report.html`, the plots, the histograms and the series.
    ///
    /// `tell` is given one line where plots could not be drawn.
    package static func rerender(
        _ path: String, tell: (String) -> Void = { _ in }
    ) throws(ReportError) -> BenchResult {
        let bench = try load(path)
        if let note = try writeDerivedFiles(of: bench, in: path) { tell(note) }
        return bench
    }

    /// Answers why plots could not be drawn; nil where they were.
    @discardableResult
    static func writeDerivedFiles(
        of bench: BenchResult, in folder: String, plotter: Plotter = .gnuplot
    ) throws(ReportError) -> String? {
        try Files.replace("\(folder)/runs.csv", with: CSVFile.runs(of: bench))
        try Files.replace("\(folder)/summary.csv", with: CSVFile.summary(of: bench))
        let compared = try ComparedPair.pairs(in: folder)
        let drawing = BenchDrawing(bench, compared: compared, plotter: plotter)
        try writePlots(drawing, in: "\(folder)/\(plotsFolder)")
        try Files.replace(
            "\(folder)/summary.md", with: MarkdownSummary(bench, plots: drawing.markdown).text)
        try Files.replace(
            "\(folder)/report.html",
            with: HTMLPage(bench, compared: compared, drawing: drawing).text())
        let histograms = "\(folder)/\(histogramsFolder)"
        try Files.makeFolders(histograms)
        for file in HistogramFile.files(of: bench) {
            try Files.replace("\(histograms)/\(file.name)", with: file.text)
        }
        let files = SeriesFile.files(of: bench)
        guard !files.isEmpty else { return drawing.terminalNote }
        let series = "\(folder)/\(seriesFolder)"
        try Files.makeFolders(series)
        for file in files { try Files.replace("\(series)/\(file.name)", with: file.text) }
        return drawing.terminalNote
    }

    private static func writePlots(
        _ drawing: BenchDrawing, in folder: String
    ) throws(ReportError) {
        // Without gnuplot those of another time are all there is.
        guard drawing.missingNote == nil else { return }
        let names = Set(drawing.files.map(\.name))
        if Files.kind(of: folder) == .folder {
            for name in try Files.entries(of: folder) where isPlot(name) && !names.contains(name) {
                Files.removeTree("\(folder)/\(name)")
            }
        }
        guard !drawing.files.isEmpty else { return }
        try Files.makeFolders(folder)
        for file in drawing.files { try Files.replace("\(folder)/\(file.name)", with: file.text) }
    }

    /// Whether a file is named as plots are: `latency-1.svg`.
    private static func isPlot(_ name: String) -> Bool {
        guard name.hasSuffix(".svg"), let dash = name.lastIndex(of: "-") else { return false }
        return BenchPlots.ids.contains(String(name[..<dash]))
            && Int(name[dash...].dropFirst().dropLast(".svg".count)) != nil
    }

    private static func loadHeader(_ path: String) throws(ReportError) -> BenchHeader {
        let data = try Files.read(path)
        // Asked first: another format may lack what this one has.
        if case .success(let stamp) = JSONText.decode(BenchHeader.Stamp.self, from: data),
            stamp.format != BenchHeader.currentFormat
        {
            throw ReportError.otherFormat(path: path, format: stamp.format)
        }
        switch JSONText.decode(BenchHeader.self, from: data) {
        case .success(let header): return header
        case .failure(let reason):
            throw ReportError.brokenFile(path: path, reason: reason.text)
        }
    }

    private static func loadRuns(_ path: String) throws(ReportError) -> [RunResult] {
        var runs: [RunResult] = []
        var number = 0
        for line in try Files.read(path).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        {
            number += 1
            if line.isEmpty { continue }
            switch JSONText.decode(RunResult.self, from: Data(line)) {
            case .success(let run): runs.append(run)
            case .failure(let reason):
                throw ReportError.brokenLine(path: path, line: number, reason: reason.text)
            }
        }
        guard !runs.isEmpty else { throw ReportError.noRuns(path: path) }
        return runs
    }
}
