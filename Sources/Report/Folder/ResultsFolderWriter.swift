package import Checker
import Foundation
package import RunResults

/// Writes a results folder, which appears under its name only when it is complete.
///
/// Until then its files lie in a hidden folder beside it, `.NAME.partial-PID`. Runs are appended
/// there as they end, so that a crash keeps what was measured: the partial folder can be read
/// with `ResultsFolder.load`. An error of the disk removes it.
package struct ResultsFolderWriter: Sendable {
    /// The results folder, absolute.
    package let path: String
    /// Where the files lie until `finish`.
    package let partialPath: String
    /// How many runs `runs.jsonl` holds.
    private var appendedRuns = 0

    /// Makes the partial folder with all that is known before the first run.
    ///
    /// `bench` is the bench without its runs; `workloadText` is the workload file as it will be
    /// run, `inputs` are the files that it names, by their paths in the folder. Throws
    /// `folderNotEmpty` or `notAFolder` where the results folder cannot come to be, and then
    /// nothing is written.
    package static func begin(
        at path: String, bench: BenchResult, workloadText: String, inputs: [String: String] = [:]
    ) throws(ReportError) -> ResultsFolderWriter {
        let path = Files.absolute(path)
        try requireFree(path)
        let parent = Files.parent(of: path)
        try Files.makeFolders(parent)
        let writer = ResultsFolderWriter(path: path, partialPath: try makePartial(of: path))
        var header = BenchHeader(bench)
        // Until the end comes, whatever is read back is a bench that was cut short.
        header.interrupted = true
        try writer.cleaningUp { () throws(ReportError) in
            try writer.write(JSONText.page(header), to: ResultsFolder.environmentFile)
            try writer.write(workloadText, to: ResultsFolder.workloadFile)
            try Files.write(inputs, into: writer.partialPath)
            try writer.write("", to: ResultsFolder.runsFile)
        }
        return writer
    }

    private init(path: String, partialPath: String) {
        self.path = path
        self.partialPath = partialPath
    }

    /// Adds a run that has ended to `runs.jsonl`.
    package mutating func append(run: RunResult) throws(ReportError) {
        let writer = self
        try cleaningUp { () throws(ReportError) in
            try Files.write(
                JSONText.line(run) + "\n",
                to: "\(writer.partialPath)/\(ResultsFolder.runsFile)", appending: true)
        }
        appendedRuns += 1
    }

    /// Writes the history of the run that has this place in the order, from 1.
    package func write(_ history: HistoryRecording, order: Int) throws(ReportError) {
        let folder = partialPath + "/histories"
        try cleaningUp { () throws(ReportError) in
            try Files.makeFolders(folder)
            _ = try HistoryFile.write(history, to: "\(folder)/run-\(order).jsonl")
        }
    }

    /// Writes everything else, and gives the folder its name. Runs of `bench` beyond those
    /// appended, which must be its first, are appended now.
    ///
    /// `tell` is given one line where plots could not be drawn.
    package mutating func finish(
        _ bench: BenchResult, tell: (String) -> Void = { _ in }
    ) throws(ReportError) {
        for run in bench.runs.dropFirst(appendedRuns) { try append(run: run) }
        let writer = self
        try cleaningUp { () throws(ReportError) in
            try writer.write(
                JSONText.page(BenchHeader(bench)), to: ResultsFolder.environmentFile)
            let note = try ResultsFolder.writeDerivedFiles(of: bench, in: writer.partialPath)
            if let note { tell(note) }
        }
        guard Self.isFree(path) else {
            throw ReportError.folderTaken(path: path, kept: partialPath)
        }
        try cleaningUp { () throws(ReportError) in
            try Files.rename(writer.partialPath, to: writer.path)
        }
    }

    /// Removes the partial folder: nothing was worth keeping.
    package func discard() { Files.removeTree(partialPath) }

    private func write(_ text: String, to name: String) throws(ReportError) {
        try Files.write(text, to: "\(partialPath)/\(name)")
    }

    private func cleaningUp(_ body: () throws(ReportError) -> Void) throws(ReportError) {
        do throws(ReportError) {
            try body()
        } catch {
            discard()
            throw error
        }
    }

    private static func isFree(_ path: String) -> Bool {
        switch Files.kind(of: path) {
        case .missing: true
        case .file: false
        case .folder: (try? Files.entries(of: path).isEmpty) ?? false
        }
    }

    package static func requireFree(_ path: String) throws(ReportError) {
        switch Files.kind(of: path) {
        case .missing: return
        case .file: throw ReportError.notAFolder(path: path)
        case .folder:
            let entries = try Files.entries(of: path)
            guard let first = entries.first else { return }
            let others = entries.count > 1 ? " and \(entries.count - 1) more" : ""
            throw ReportError.folderNotEmpty(path: path, found: first + others)
        }
    }

    /// A folder of an earlier process with the same number is left alone: it holds its runs.
    private static func makePartial(of path: String) throws(ReportError) -> String {
        let name = URL(fileURLWithPath: path).lastPathComponent
        let base = "\(Files.parent(of: path))/.\(name).partial-\(getpid())"
        var partial = base
        var attempt = 1
        while try !Files.makeNewFolder(partial) {
            attempt += 1
            partial = "\(base)-\(attempt)"
        }
        return partial
    }
}
