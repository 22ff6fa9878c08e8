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

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Replaces a setting; commas sweep it. May be given more than once.",
            valueName: "setting=value[,value]"))
    var settings: [String] = []

    @Option(
        name: .customLong("fault"),
        help: ArgumentHelp(
            "Adds a fault to those of the file, such as at=5s,kill=leader,partition=0,for=3s. May "
                + "be given more than once.",
            valueName: "key=value,key=value"))
    var faults: [String] = []

    @Option(
        help: ArgumentHelp(
            "The results folder, which must not exist (default: Results/NAME-TIME).",
            valueName: "dir"))
    var results: String?

    @Option(
        help: ArgumentHelp(
            "Where the logs go (default: /dev/shm where that is memory with room, else $TMPDIR).",
            valueName: "dir"))
    var dataDir: String?

    @Option(help: "Replaces the file's run.seed.")
    var seed: UInt64?

    @Option(
        help: """
            What runs are done on: embedded, in real time on this machine's disk, or simulated, in \
            virtual time on modelled disks, links and processors.
            """)
    var engine = Engine.embedded

    enum Engine: String, ExpressibleByArgument, CaseIterable {
        case embedded, simulated
    }

    @Option(help: BenchOutput.help)
    var format = BenchOutput.text

    @Flag(help: "Writes what clients did, record by record, to histories/ in the results folder.")
    var recordHistory = false

    @Flag(help: "One short run of each cell: to try a file out, not to measure.")
    var quick = false

    @Flag(help: "Keeps the logs of each run.")
    var keepData = false

    @Option(help: "Worker threads at most (default: the CPUs that this process may use).")
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            """
            Exit with 1 if a run shows it: violations (of key order), loss (that the settings do \
            not permit), any-loss, duplicates.
            """,
            valueName: "finding"))
    var failOn: [Finding] = []

    enum Finding: String, ExpressibleByArgument, CaseIterable {
        case violations, loss
        case anyLoss = "any-loss"
        case duplicates

        func isIn(_ counts: VerificationCounts) -> Bool {
            switch self {
            case .violations: counts.keyOrderViolations > 0
            case .loss: (counts.lostForbidden ?? counts.lostAcknowledged) > 0
            case .anyLoss: counts.lostAcknowledged > 0
            case .duplicates: counts.duplicates > 0
            }
        }
    }

    func validate() throws {
        if let threads, !(1...256).contains(threads) {
            throw ValidationError("--threads: \(threads) is not in 1...256")
        }
    }

    func run() throws {
        try failing {
            let file = try WorkloadFile.load(
                path: workload,
                overrides: WorkloadOverrides(
                    settings: settings, seed: seed, faults: faults, isQuick: quick))
            if recordHistory, file.cells.contains(where: { $0.producers.rate == .search }) {
                throw CommandFailure.badInput(
                    "--record-history: producers.rate search makes many runs of each row; "
                        + "expected another rate")
            }
            let path = results ?? DataDirectory.resultsFolder(for: file.name)
            try ResultsFolderWriter.requireFree(path)
            let directory = DataDirectory.choose(dataDir)
            _ = try Preflight.check(dataDirectory: directory)
            try InterruptFlag.install()
            var bench = BenchResult(
                workload: file.name, question: file.question,
                environment: try MachineProbe.capture(
                    dataDirectory: directory, commandLine: CommandLine.arguments),
                runs: [],
                skipped: file.skipped.map(\.description), interrupted: false)
            let writer = try ResultsFolderWriter.begin(
                at: path, bench: bench, workloadText: file.renderedYAML)
            try measure(file, directory, writer, &bench)
        }
    }

    private func target(_ directory: String, histories: HistoryFolder?) -> any LogTarget {
        if engine == .simulated { return SimulatedTarget(onHistory: histories?.write) }
        var options = EmbeddedTarget.Options(dataDirectory: directory)
        options.keepsData = keepData
        options.threadsMax = threads ?? SystemInfo.usableCPUs
        options.onHistory = histories?.write
        return EmbeddedTarget(options)
    }

    private func measure(
        _ file: WorkloadFile, _ directory: String, _ writer: ResultsFolderWriter,
        _ bench: inout BenchResult
    ) throws {
        let progress = BenchProgress(writer: writer)
        progress.announce(file, environment: bench.environment)
        if keepData { progress.say("logs are kept under \(directory)") }
        let histories = recordHistory ? HistoryFolder(writer) : nil
        let runner = BenchRunner(
            target: SearchingTarget(target(directory, histories: histories)), observer: progress)
        do {
            bench.runs = try runner.run(file.cells)
            if let failure = progress.failure ?? histories?.failure { throw failure }
        } catch {
            progress.keepWhatIsThere()
            throw error
        }
        bench.interrupted = InterruptFlag.isRaised
        guard !bench.runs.isEmpty else {
            progress.discard()
            throw CommandFailure(message: "interrupted before the first run ended", code: 130)
        }
        let path = try progress.finish(bench)
        try format.show(bench, resultsPath: path)
        if bench.interrupted { throw CommandFailure(message: "", code: 130) }
        for finding in failOn where bench.runs.contains(where: { finding.isIn($0.verification) }) {
            throw CommandFailure(message: "--fail-on \(finding.rawValue): found", code: 1)
        }
    }
}
