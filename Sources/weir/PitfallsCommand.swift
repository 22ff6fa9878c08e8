import ArgumentParser
import LoadGenerator
import Measurement
import Platform
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
            fix. A pitfall is shown if everything that its file claims was measured. Exits with 1 \
            if one is not shown.
            """)

    @Argument(help: "The folder.", completion: .directory)
    var directory = "Workloads/pitfalls"

    @Option(help: "Only this workload of the folder, by its name; may be given more than once.")
    var only: [String] = []

    @Option(help: "Where logs go (default: memory, where there is room).")
    var dataDir: String?

    func run() throws {
        try failing {
            let entries = try catalog()
            let files = try entries.map { entry in
                try WorkloadFile.load(
                    path: entry.path, overrides: WorkloadOverrides(settings: ["run.repetitions=1"]))
            }
            let judges = try files.map(judge)
            let directory = DataDirectory.choose(dataDir)
            _ = try Preflight.check(dataDirectory: directory)
            try InterruptFlag.install()
            let environment = try EnvironmentProbe.capture(
                dataDirectory: directory, commandLine: CommandLine.arguments)
            var verdicts: [PitfallVerdict] = []
            for (number, file) in files.enumerated() {
                StandardError.write(
                    "[\(number + 1)/\(files.count)] \(file.name), about "
                        + "\(Int(file.estimatedSeconds.rounded(.up))) s\n")
                let runs = try measure(file, directory)
                verdicts.append(judges[number].verdict(runs, environment: environment))
            }
            print(PitfallTable(verdicts).text, terminator: "")
            guard verdicts.allSatisfy(\.isShown) else {
                throw CommandFailure(message: "", code: 1)
            }
        }
    }

    private func catalog() throws -> [WorkloadCatalog.Entry] {
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

    private func judge(_ file: WorkloadFile) throws -> PitfallJudge {
        guard let pitfall = file.pitfall else {
            throw CommandFailure.badInput(
                "\(file.path): has no 'pitfall'; expected what it claims, with its fix")
        }
        return try PitfallJudge(pitfall, name: file.name, cells: file.cells.count)
    }

    private func measure(_ file: WorkloadFile, _ directory: String) throws -> [RunResult] {
        var options = EmbeddedTarget.Options(dataDirectory: directory)
        options.threadsMax = SystemInfo.usableCPUs
        let results = CellResults(cells: file.cells)
        _ = try BenchRunner(target: EmbeddedTarget(options), observer: results).run(file.cells)
        guard let runs = results.complete else {
            throw CommandFailure(message: "interrupted", code: 130)
        }
        return runs
    }
}
