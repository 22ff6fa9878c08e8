import ArgumentParser
import Comparisons
import LoadGenerator
import Measurement
import Platform
import Report
import RunResults
import Targets
import Workloads

struct CompareCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare-check",
        abstract: "Shows how far weir compare can be trusted on this machine.",
        discussion: """
            Compares a setting with itself, and with all brokers made slower, many times, and \
            counts what is called different. Each comparison is kept as it ends: the same command \
            goes on after Ctrl-C. Exits with 1 if over 5 % of equal settings are called different, \
            or under 80 % of the slower brokers.
            """)

    @Argument(
        help: "A workload file with one configuration.",
        completion: .file(extensions: ["yaml", "yml"]))
    var workload: String

    @Option(help: ArgumentHelp("The folder to begin or to go on in.", valueName: "dir"))
    var results: String

    @Option(help: "Comparisons of the setting with itself.")
    var same = 100

    @Option(help: "Comparisons with slower brokers.")
    var slowed = 50

    @Option(help: "How many times as long a slower broker's steps take.")
    var factor = 1.1

    @Option(help: "Pairs of each comparison.")
    var pairs = 16

    @Option(help: "The seed of the first comparison.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("The column that is judged by itself.", valueName: "column"))
    var measure: String?

    @Option(
        help: ArgumentHelp(
            "Where the logs go (default: /dev/shm where that is memory with room, else $TMPDIR).",
            valueName: "dir"))
    var dataDir: String?

    func validate() throws {
        for (name, count) in [("--same", same), ("--slowed", slowed)]
        where !(0...10_000).contains(count) {
            throw ValidationError("\(name): \(count) is not in 0...10000")
        }
        guard (2...1_000).contains(pairs) else {
            throw ValidationError("--pairs: \(pairs) is not in 2...1000")
        }
        guard factor > 1, factor <= 100 else {
            throw ValidationError("--factor: \(factor) is not above 1 and at most 100")
        }
    }

    func run() throws {
        try failing {
            let plan = CheckPlan(
                same: same, slowed: slowed, factor: factor, pairs: pairs, seed: seed)
            let settings = try settings()
            let file = try WorkloadFile.load(path: workload)
            guard file.cells.count == 1, let cell = file.cells.first else {
                throw CommandFailure.badInput(
                    "\(workload): has \(file.cells.count) configurations; expected one")
            }
            let directory = DataDirectory.choose(dataDir)
            _ = try Preflight.check(dataDirectory: directory)
            var folder = try open(plan, file, directory)
            try InterruptFlag.install()
            BrokenPipe.ignore()
            var options = EmbeddedTarget.Options(dataDirectory: directory)
            options.threadsMax = SystemInfo.usableCPUs
            let target = EmbeddedTarget(options)
            let progress = CompareCheckProgress(plan, cell, done: folder.outcomes.count)
            for trial in plan.trials.dropFirst(folder.outcomes.count) {
                let outcome = try compare(
                    trial, brokers: cell.cluster.brokers, on: target, settings, folder)
                try folder.add(outcome)
                progress.note(outcome)
            }
            let text = ComparisonCheckText(header: folder.header, outcomes: folder.outcomes)
            print(text.markdown, terminator: "")
            let tally = CheckTally(folder.outcomes, plan: plan)
            guard tally.isHonest, tally.isKeen else {
                throw CommandFailure(message: text.verdict, code: 1)
            }
        }
    }

    private func settings() throws -> ComparisonSettings {
        if let measure {
            do { _ = try ComparableColumn.named(measure) } catch {
                throw CommandFailure.badInput("--measure: \(error)")
            }
        }
        return ComparisonSettings(primary: measure)
    }

    private func open(
        _ plan: CheckPlan, _ file: WorkloadFile, _ directory: String
    ) throws -> ComparisonCheckFolder {
        let copy = file.copy
        if let begun = try ComparisonCheckFolder.resume(results, plan: plan, workload: copy.text) {
            return begun
        }
        let environment = try MachineProbe.capture(
            dataDirectory: directory, commandLine: CommandLine.arguments)
        return try ComparisonCheckFolder.begin(
            results, .init(plan: plan, workload: copy.text, environment: environment),
            inputs: copy.files)
    }

    /// Makes one comparison, as `weir compare` does.
    private func compare(
        _ trial: CheckTrial, brokers: Int, on target: EmbeddedTarget,
        _ settings: ComparisonSettings, _ folder: ComparisonCheckFolder
    ) throws -> CheckOutcome {
        let faults = (0..<brokers).map { "at=0s,slow=\($0),factor=\(factor)" }
        let file = try WorkloadFile.load(
            path: workload,
            overrides: WorkloadOverrides(
                seed: trial.seed, variation: trial.isSlowed ? .faults(faults) : .nothing))
        let matrix = try VariedMatrix(file)
        let order = PairedOrder(matrix.cells, pairs: pairs)
        let runs = try BenchRunner(target: target, observer: QuietObserver()).run(order.plans)
        guard runs.count == order.plans.count else {
            throw CommandFailure(
                message: "interrupted; the same command goes on after \(trial.number - 1) "
                    + "comparisons", code: 130)
        }
        let bench = BenchResult(
            workload: file.name, question: file.question, environment: folder.header.environment,
            runs: runs, skipped: [], interrupted: false)
        let report = try ComparisonReport.paired(
            of: bench, labels: matrix.labels, cells: order.sides(of: runs), settings: settings,
            conditions: [], notes: [])
        guard let comparison = report.comparisons.first,
            let outcome = CheckOutcome(trial, comparison)
        else {
            throw CommandFailure.badInput(
                "\(workload): the measure has no values above 0 to compare")
        }
        return outcome
    }
}

/// Says nothing, and ends runs at Ctrl-C.
private final class QuietObserver: BenchObserver {
    var isInterrupted: Bool { InterruptFlag.isRaised }
    func began(_ plan: RunPlan, of count: Int) {}
    func progress(_ progress: RunProgress) {}
    func ended(_ plan: RunPlan, of count: Int, result: RunResult) {}
}
