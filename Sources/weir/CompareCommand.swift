import ArgumentParser
import Comparisons
import Glibc
import LoadGenerator
import Measurement
import Platform
import Report
import RunResults
import Targets
import Workloads

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Says whether two settings differ, with the interval of the difference.",
        discussion: """
            Runs what is compared in pairs, one right after the other, and calls each measure \
            different, no difference or inconclusive, with the smallest difference that could have \
            been seen. The results folder holds the runs, comparison.md and comparison.csv. With \
            two results folders it compares those, whose runs are not paired.

            Examples:
              weir compare Workloads/acks.yaml --vary producers.acks=1,all
              weir compare Workloads/quick.yaml --with-fault at=0s,slow=0,factor=2
              weir compare Results/before Results/after --fail-if 'publish_p99_us > +10%'
            """)

    @Argument(
        help: ArgumentHelp(
            "A workload file, or two results folders.", valueName: "workload | dir dir"),
        completion: .file())
    var inputs: [String]

    @Option(
        help: ArgumentHelp(
            "The setting whose values are compared, each with the first.",
            valueName: "setting=value,value"))
    var vary: String?

    @Option(
        help: ArgumentHelp(
            "Compares with this fault to without it. May be given more than once.",
            valueName: "key=value,key=value"))
    var withFault: [String] = []

    @Flag(help: "Compares the workload with itself, to see what this machine's noise does.")
    var withItself = false

    @Option(help: "How often each side runs.")
    var pairs = 8

    @OptionGroup var options: CompareOptions
    @OptionGroup var runs: RunOptions

    func validate() throws {
        guard !inputs.isEmpty, inputs.count <= 2 else {
            throw ValidationError("expected a workload file, or two results folders")
        }
        let variations = (vary == nil ? 0 : 1) + (withFault.isEmpty ? 0 : 1) + (withItself ? 1 : 0)
        if inputs.count == 2 {
            guard variations == 0, !runs.isGiven else {
                throw ValidationError(
                    "two results folders are compared as they are: without options about runs")
            }
        } else if variations != 1 {
            throw ValidationError(
                "expected one of --vary, --with-fault and --with-itself, or a second results "
                    + "folder")
        }
        guard (2...1_000).contains(pairs) else {
            throw ValidationError(
                "--pairs: \(pairs) is not in 2...1000; one pair has no spread")
        }
    }

    func run() throws {
        try failing {
            let settings = try options.settings()
            let report =
                inputs.count == 2
                ? try compareFolders(settings) : try measure(settings)
            try options.check(report)
        }
    }

    private func compareFolders(_ settings: ComparisonSettings) throws -> ComparisonReport {
        let benches = try inputs.map {
            ComparisonReport.NamedBench(name: $0, bench: try ResultsFolder.load($0))
        }
        let report = try ComparisonReport.apart(
            a: benches[0], b: benches[1], settings: settings, conditions: options.conditions())
        show(report)
        return report
    }

    private var variation: WorkloadVariation {
        if let vary { return .setting(vary) }
        return withFault.isEmpty ? .nothing : .faults(withFault)
    }

    private func measure(_ settings: ComparisonSettings) throws -> ComparisonReport {
        let file = try WorkloadFile.load(path: inputs[0], overrides: runs.overrides(variation))
        let matrix = try VariedMatrix(file)
        let conditions = try options.conditions()
        let path = runs.results ?? DataDirectory.resultsFolder(for: "\(file.name)-compared")
        try ResultsFolderWriter.requireFree(path)
        let directory = DataDirectory.choose(runs.dataDir)
        _ = try Preflight.check(dataDirectory: directory)
        try InterruptFlag.install()
        BrokenPipe.ignore()
        var bench = BenchResult(
            workload: file.name, question: file.question,
            environment: try MachineProbe.capture(
                dataDirectory: directory, commandLine: CommandLine.arguments),
            runs: [], skipped: matrix.skipped.map(\.description), interrupted: false)
        let copy = file.copy
        let writer = try ResultsFolderWriter.begin(
            at: path, bench: bench, workloadText: copy.text, inputs: copy.files)
        let order = PairedOrder(matrix.cells, pairs: pairs)
        let progress = BenchProgress(writer: writer)
        progress.announce(matrix, order, file: file, environment: bench.environment)
        let target = runs.target(directory)
        try progress.gather(into: &bench) {
            try BenchRunner(target: target, observer: progress).run(order.plans)
        }
        let report = try ComparisonReport.paired(
            of: bench, labels: matrix.labels, cells: order.sides(of: bench.runs),
            settings: settings, conditions: conditions,
            notes: notes(matrix, bench))
        try writer.write(report)
        let finished = try progress.finish(bench)
        show(report)
        StandardError.write("Results: \(finished)\n")
        if bench.interrupted { throw CommandFailure(message: "", code: 130) }
        return report
    }

    private func notes(_ matrix: VariedMatrix, _ bench: BenchResult) -> [String] {
        var notes: [String] = []
        if matrix.addedFaults.count > 1 {
            let faults = matrix.addedFaults.map { "\($0)" }.joined(separator: ", ")
            notes.append("Faults of B alone: \(faults).")
        }
        if bench.interrupted {
            notes.append("Ctrl-C ended the comparison early; only whole pairs are compared.")
        }
        return notes
    }

    private func show(_ report: ComparisonReport) {
        switch options.format {
        case .md: print(ComparisonMarkdown(report).text, terminator: "")
        case .csv: print(ComparisonCSV.text(report), terminator: "")
        }
    }
}
