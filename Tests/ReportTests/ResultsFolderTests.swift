import Foundation
import Report
import RunResults
import Testing

@Suite struct ResultsFolderTests {
    private let parent: URL

    init() throws {
        parent = FileManager.default.temporaryDirectory
            .appendingPathComponent("weir-report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    }

    @Test func theFolderAppearsOnlyWhenItIsComplete() throws {
        try withParent {
            let bench = try SampleBench.small()
            var writer = try begin(bench)
            #expect(!exists("orders"))
            for run in bench.runs { try writer.append(run: run) }
            #expect(!exists("orders"))
            try writer.finish(bench)
            #expect(try names(in: "") == ["orders"])
            #expect(
                try names(in: "orders").filter { $0 != "plots" } == [
                    "environment.json", "histograms", "report.html", "runs.csv", "runs.jsonl",
                    "summary.csv",
                    "summary.md", "workload.yaml",
                ])
            #expect(try names(in: "orders/histograms").count == 22)
            #expect(try text("orders/workload.yaml") == "name: orders\n")
            #expect(try text("orders/runs.csv") == CSVFile.runs(of: bench))
        }
    }

    @Test func aBenchIsReadBackAsItWas() throws {
        try withParent {
            var bench = try SampleBench.tiny()
            bench.interrupted = true
            var writer = try begin(bench)
            try writer.append(run: bench.runs[0])
            try writer.finish(bench)
            let back = try ResultsFolder.load(writer.path)
            #expect(back.runs == bench.runs)
            #expect(back.environment == bench.environment)
            #expect(back.question == bench.question)
            #expect(back.skipped == bench.skipped)
            #expect(back.interrupted)
        }
    }

    @Test func whatACrashLeavesIsReadBackAsCutShort() throws {
        try withParent {
            let bench = try SampleBench.tiny()
            var writer = try begin(bench)
            try writer.append(run: bench.runs[0])
            let back = try ResultsFolder.load(writer.partialPath)
            #expect(back.runs == [bench.runs[0]])
            #expect(back.interrupted)
        }
    }

    @Test func aFolderWithContentIsRefusedAndLeftAlone() throws {
        try withParent {
            try FileManager.default.createDirectory(
                at: parent.appendingPathComponent("orders"), withIntermediateDirectories: true)
            try write("mine", to: "orders/notes.txt")
            let error = #expect(throws: ReportError.self) { _ = try begin(SampleBench.bench([])) }
            #expect(error?.isMachineFault == false)
            #expect(
                error?.description == "\(path("orders")): holds notes.txt; "
                    + "expected a new or an empty folder for the results")
            #expect(try names(in: "") == ["orders"])
        }
    }

    @Test func aFileInTheWayIsRefused() throws {
        try withParent {
            try write("mine", to: "orders")
            #expect(throws: ReportError.notAFolder(path: path("orders"))) {
                _ = try begin(SampleBench.bench([]))
            }
        }
    }

    @Test func anEmptyFolderIsTaken() throws {
        try withParent {
            try FileManager.default.createDirectory(
                at: parent.appendingPathComponent("orders"), withIntermediateDirectories: true)
            let bench = try SampleBench.tiny()
            var writer = try begin(bench)
            try writer.finish(bench)
            #expect(try ResultsFolder.load(writer.path).runs.count == bench.runs.count)
        }
    }

    @Test func whatFilledTheFolderMeanwhileIsLeftAloneAndTheResultsAreKept() throws {
        try withParent {
            let bench = try SampleBench.tiny()
            var writer = try begin(bench)
            try FileManager.default.createDirectory(
                at: parent.appendingPathComponent("orders"), withIntermediateDirectories: true)
            try write("mine", to: "orders/notes.txt")
            #expect(
                throws: ReportError.folderTaken(path: path("orders"), kept: writer.partialPath)
            ) { try writer.finish(bench) }
            #expect(try text("orders/notes.txt") == "mine")
            #expect(try ResultsFolder.load(writer.partialPath).runs.count == bench.runs.count)
        }
    }

    @Test func twoWritersOfOneProcessDoNotShareAPartialFolder() throws {
        try withParent {
            let first = try begin(SampleBench.bench([]))
            let second = try begin(SampleBench.bench([]))
            #expect(first.partialPath != second.partialPath)
            first.discard()
            second.discard()
            #expect(try names(in: "").isEmpty)
        }
    }

    /// `/dev/full` answers every write with ENOSPC.
    @Test(arguments: ["runs.jsonl", "summary.csv.new", "environment.json"])
    func aFullDiskIsTheMachinesFaultAndLeavesNothing(_ name: String) throws {
        try withParent {
            let bench = try SampleBench.tiny()
            var writer = try begin(bench)
            let file = "\(writer.partialPath)/\(name)"
            try? FileManager.default.removeItem(atPath: file)
            try FileManager.default.createSymbolicLink(
                atPath: file, withDestinationPath: "/dev/full")
            let error = #expect(throws: ReportError.self) { try writer.finish(bench) }
            #expect(error?.isDiskFull == true)
            #expect(error?.isMachineFault == true)
            #expect(
                error?.description.hasSuffix("/\(name): could not write the file: the disk is full")
                    == true)
            #expect(try names(in: "").isEmpty)
        }
    }

    @Test func theFilesOfAWorkloadLieBesideIt() throws {
        try withParent {
            let bench = try SampleBench.tiny()
            var writer = try ResultsFolderWriter.begin(
                at: path("orders"), bench: bench, workloadText: "name: orders\n",
                inputs: ["inputs/h.txt": "1\n", "inputs/2-h.txt": "2\n"])
            try writer.finish(bench)
            #expect(try names(in: "orders/inputs") == ["2-h.txt", "h.txt"])
            #expect(try text("orders/inputs/2-h.txt") == "2\n")
        }
    }

    @Test func aParentThatCannotBeMadeIsTheMachinesFault() throws {
        try withParent {
            try write("", to: "file")
            let error = #expect(throws: ReportError.self) {
                _ = try ResultsFolderWriter.begin(
                    at: path("file/orders"), bench: SampleBench.bench([]), workloadText: "")
            }
            #expect(error?.isMachineFault == true)
        }
    }

    @Test func whatIsNoResultsFolderIsRefused() throws {
        try withParent {
            #expect(throws: ReportError.missing(path: path("nothing"))) {
                try ResultsFolder.load(path("nothing"))
            }
            #expect(
                throws: ReportError.notAResultsFolder(
                    path: path(""), missing: "environment.json")
            ) { try ResultsFolder.load(path("")) }
        }
    }

    @Test(arguments: [
        ("{\"dimensions\":", "is not JSON"), ("{}", "dimensions is missing"),
    ])
    func aBrokenLineIsNamed(_ line: String, _ reason: String) throws {
        try withParent {
            let bench = try SampleBench.tiny()
            var writer = try begin(bench)
            try writer.finish(bench)
            let good = try text("orders/runs.jsonl").split(separator: "\n")[0]
            try write("\(good)\n\(good)\n\(line)\n", to: "orders/runs.jsonl")
            let file = path("orders/runs.jsonl")
            let error = #expect(
                throws: ReportError.brokenLine(path: file, line: 3, reason: reason)
            ) { try ResultsFolder.load(path("orders")) }
            #expect(
                error?.description
                    == "\(file):3: \(reason); expected one run as a line of JSON")
        }
    }

    @Test(arguments: [
        ("\"format\" : 2", "has format 2, of a newer version of weir; this one reads format 1"),
        ("\"format\" : 0", "has format 0, of an older version of weir; this one reads format 1"),
        (
            "\"layout\" : 1",
            "does not say its format; expected format 1, as weir bench writes it"
        ),
    ])
    func anotherFormatIsRefusedInOneLine(_ stamp: String, _ reason: String) throws {
        try withParent {
            let bench = try SampleBench.tiny()
            var writer = try begin(bench)
            try writer.finish(bench)
            let header = try text("orders/environment.json")
            try write(
                header.replacingOccurrences(of: "\"format\" : 1", with: stamp)
                    .replacingOccurrences(of: "\"interrupted\"", with: "\"cut\""),
                to: "orders/environment.json")
            let error = #expect(throws: ReportError.self) {
                try ResultsFolder.load(path("orders"))
            }
            #expect(error?.description == "\(path("orders/environment.json")): \(reason)")
            #expect(error?.isMachineFault == false)
        }
    }

    @Test func summariesAreMadeAnewFromTheRuns() throws {
        try withParent {
            let bench = try SampleBench.small()
            var writer = try begin(bench)
            try writer.finish(bench)
            let page = try text("orders/summary.md")
            try write("gone", to: "orders/summary.md")
            try FileManager.default.removeItem(atPath: path("orders/histograms"))
            let back = try ResultsFolder.rerender(path("orders"))
            #expect(back.runs == bench.runs)
            #expect(try text("orders/summary.md") == page)
            #expect(try names(in: "orders/histograms").count == 22)
            #expect(try names(in: "orders").filter { $0 != "plots" }.count == 8)
        }
    }

    @Test func seriesLieInAFolderOfTheirOwnAndAreMadeAnew() throws {
        try withParent {
            var bench = try SampleBench.tiny()
            bench.runs[1].series = RunSeries(measuredBuckets: 1, buckets: [SeriesBucket()])
            var writer = try begin(bench)
            try writer.finish(bench)
            let name = "uniform_rate-20000_p3_rf3_acks-1_c1_run-2.csv"
            #expect(try names(in: "orders/series") == [name])
            let page = try text("orders/series/\(name)")
            try FileManager.default.removeItem(atPath: path("orders/series"))
            #expect(try ResultsFolder.rerender(path("orders")).runs == bench.runs)
            #expect(try text("orders/series/\(name)") == page)
        }
    }

    private func begin(_ bench: BenchResult) throws -> ResultsFolderWriter {
        try ResultsFolderWriter.begin(
            at: path("orders"), bench: bench, workloadText: "name: orders\n")
    }

    private func withParent(_ body: () throws -> Void) throws {
        defer { try? FileManager.default.removeItem(at: parent) }
        try body()
    }

    private func path(_ name: String) -> String {
        name.isEmpty ? parent.path : "\(parent.path)/\(name)"
    }

    private func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path(name))
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }
}
