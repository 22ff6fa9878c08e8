import ArgumentParser
import LoadGenerator
import Measurement
import Platform
import Records
import Report
import RunResults
import Targets
import Workloads

struct PitfallsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pitfalls",
        abstract: "Shows the pitfalls of partitioned logs in numbers, each with its fix.",
        discussion: """
            Each workload of the folder shows one: its first cell the damage, its last one the \
            fix. A pitfall is shown if everything that its file claims was measured; a run whose \
            flags say that it measured nothing is done again, up to twice. Exits with 1 if one is \
            not shown.
            """)

    @Argument(help: "The folder.", completion: .directory)
    var directory = "Workloads/pitfalls"

    @Option(help: "Only this workload of the folder, by its name; may be given more than once.")
    var only: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Keeps what was measured: a results folder for each workload in this folder, which must \
            be empty or not exist (default: nothing is kept).
            """,
            valueName: "dir"))
    var results: String?

    @Option(help: "Replaces the files' run.seed.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Where the logs go (default: /dev/shm where that is memory with room, else $TMPDIR).",
            valueName: "dir"))
    var dataDir: String?

    func run() throws {
        try failing {
            let files = try self.files()
            if let results { try ResultsFolderWriter.requireFree(results) }
            let directory = DataDirectory.choose(dataDir)
            _ = try Preflight.check(dataDirectory: directory)
            try InterruptFlag.install()
            BrokenPipe.ignore()
            let environment = try EnvironmentProbe.capture(
                dataDirectory: directory, commandLine: CommandLine.arguments)
            var verdicts: [PitfallVerdict] = []
            var judged: [RunResult] = []
            for (number, file) in files.enumerated() {
                StandardError.write(
                    "[\(number + 1)/\(files.count)] \(file.file.name), about "
                        + "\(Int(file.file.estimatedSeconds.rounded(.up))) s and what it takes to "
                        + "read the rest\n")
                let outcome = try measure(file, directory, environment)
                verdicts.append(outcome.verdict)
                judged += outcome.judged
            }
            print(PitfallTable(verdicts, runs: judged).text, terminator: "")
            if let results { print("what was measured is in \(results)") }
            guard verdicts.allSatisfy(\.isShown) else {
                throw CommandFailure(message: "", code: 1)
            }
        }
    }

    /// A workload with what it claims.
    private struct Claiming {
        let file: WorkloadFile
        let pitfall: Pitfall
    }

    private func files() throws -> [Claiming] {
        let overrides = WorkloadOverrides(settings: ["run.repetitions=1"], seed: seed)
        let files = try entries().map { entry in
            let file = try WorkloadFile.load(path: entry.path, overrides: overrides)
            guard let pitfall = file.pitfall else {
                throw CommandFailure.badInput(
                    "\(file.start): the key 'pitfall' is missing; expected what the workload "
                        + "claims, with its fix")
            }
            return Claiming(file: file, pitfall: pitfall)
        }
        for (index, claiming) in files.enumerated() {
            let name = claiming.file.name
            guard let other = files[..<index].first(where: { $0.file.name == name }) else {
                continue
            }
            throw CommandFailure.badInput(
                "\(claiming.file.start): \(other.file.path) is called \(name) too; expected "
                    + "another name")
        }
        return files
    }

    private func entries() throws -> [WorkloadCatalog.Entry] {
        let catalog = try WorkloadCatalog.list(directory: directory)
        if let error = catalog.errors.first { throw error }
        let names = catalog.entries.map(\.name)
        if let unknown = only.first(where: { !names.contains($0) }) {
            throw CommandFailure.badInput(
                "--only: \(unknown) is not in \(directory); there are "
                    + names.joined(separator: ", "))
        }
        guard !names.isEmpty else {
            throw CommandFailure.badInput("\(directory): no workloads")
        }
        return only.isEmpty
            ? catalog.entries : catalog.entries.filter { only.contains($0.name) }
    }

    private func measure(
        _ claiming: Claiming, _ directory: String, _ environment: RunEnvironment
    ) throws -> PitfallTrial.Outcome {
        let file = claiming.file
        var options = EmbeddedTarget.Options(dataDirectory: directory)
        options.threadsMax = SystemInfo.usableCPUs
        let bench = BenchResult(
            workload: file.name, question: file.question, environment: environment, runs: [],
            skipped: file.skipped.map(\.description), interrupted: false)
        let progress = try PitfallProgress(
            file, keeping: bench, in: results.map { "\($0)/\(file.name.plainStem)" })
        let trial = PitfallTrial(
            target: SearchingTarget(EmbeddedTarget(options)), observer: progress,
            environment: environment)
        let outcome = try progress.keep {
            try trial.run(file.cells, of: claiming.pitfall, name: file.name)
        }
        guard let outcome else { throw CommandFailure(message: "interrupted", code: 130) }
        return outcome
    }
}
