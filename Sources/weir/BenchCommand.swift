import ArgumentParser
import Glibc
import LoadGenerator
import Measurement
import Platform
import Report
import RunResults
import Targets
import Workloads

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Runs a workload file's matrix and writes a results folder.",
        discussion: """
            Every list in the file is a swept dimension; runs are repeated and interleaved. \
            Ctrl-C ends cleanly and keeps the runs that were finished.

            Examples:
              weir bench Workloads/acks.yaml
              weir bench Workloads/quick.yaml --set topic.partitions=1,12 --set run.duration=3s
            """)

    @Argument(help: "The workload file.", completion: .file(extensions: ["yaml", "yml"]))
    var workload: String

    @OptionGroup var runs: RunOptions

    @Option(help: BenchOutput.help)
    var format = BenchOutput.text

    @Flag(help: "Writes what clients did, record by record, to histories/ in the results folder.")
    var recordHistory = false

    @Flag(help: "Keeps the logs of each run.")
    var keepData = false

    @Option(
        help: ArgumentHelp(
            """
            Exit with 1 if a run shows it: violations (of key order), loss (that the settings do \
            not permit), any-loss, duplicates; or if nobody looked for it.
            """,
            valueName: "finding"))
    var failOn: [Finding] = []

    enum Finding: String, ExpressibleByArgument, CaseIterable {
        case violations, loss
        case anyLoss = "any-loss"
        case duplicates

        /// Whether a run shows it; nil where nobody looked.
        func isIn(_ counts: VerificationCounts) -> Bool? {
            let isJudged =
                switch self {
                case .violations, .duplicates: counts.checkedRecords > 0
                case .loss, .anyLoss: counts.lostAcknowledged != nil
                }
            guard isJudged else { return nil }
            return switch self {
            case .violations: counts.keyOrderViolations > 0
            case .loss: (counts.lostForbidden ?? counts.lostAcknowledged ?? 0) > 0
            case .anyLoss: (counts.lostAcknowledged ?? 0) > 0
            case .duplicates: counts.duplicates > 0
            }
        }
    }

    func run() throws {
        try failing {
            let file = try WorkloadFile.load(path: workload, overrides: runs.overrides(nil))
            if recordHistory, file.cells.contains(where: { $0.producers.rate == .search }) {
                throw CommandFailure.badInput(
                    "--record-history: producers.rate search makes many runs of each row; "
                        + "expected another rate")
            }
            let path = runs.results ?? DataDirectory.resultsFolder(for: file.name)
            try ResultsFolderWriter.requireFree(path)
            let directory = DataDirectory.choose(runs.dataDir)
            _ = try Preflight.check(dataDirectory: directory)
            try InterruptFlag.install()
            BrokenPipe.ignore()
            var bench = BenchResult(
                workload: file.name, question: file.question,
                environment: try MachineProbe.capture(
                    dataDirectory: directory, commandLine: CommandLine.arguments),
                runs: [],
                skipped: file.skipped.map(\.description), interrupted: false)
            let copy = file.copy
            let writer = try ResultsFolderWriter.begin(
                at: path, bench: bench, workloadText: copy.text, inputs: copy.files)
            try measure(file, directory, writer, &bench)
        }
    }

    private func measure(
        _ file: WorkloadFile, _ directory: String, _ writer: ResultsFolderWriter,
        _ bench: inout BenchResult
    ) throws {
        let progress = BenchProgress(writer: writer)
        progress.announce(file, environment: bench.environment)
        if keepData { progress.say("logs are kept under \(directory)") }
        let histories = recordHistory ? HistoryFolder(writer) : nil
        let target = runs.target(
            directory, keepsData: keepData, onHistory: histories?.write)
        try progress.gather(into: &bench) {
            let results = try BenchRunner(target: target, observer: progress).run(file.cells)
            if let failure = histories?.failure { throw failure }
            return results
        }
        let path = try progress.finish(bench)
        try format.show(bench, resultsPath: path)
        if bench.interrupted { throw CommandFailure(message: "", code: 130) }
        for finding in failOn { try check(finding, in: bench.runs) }
    }

    private func check(_ finding: Finding, in runs: [RunResult]) throws {
        let verdicts = runs.map { finding.isIn($0.verification) }
        let found = verdicts.count { $0 == true }
        guard found == 0 else {
            throw CommandFailure(
                message: "--fail-on \(finding.rawValue): found in \(found) of \(runs.count) runs",
                code: 1)
        }
        let unknown = verdicts.count { $0 == nil }
        guard unknown == 0 else {
            throw CommandFailure(
                message: "--fail-on \(finding.rawValue): nobody looked in \(unknown) of "
                    + "\(runs.count) runs; expected a group that reads them",
                code: 1)
        }
    }
}
