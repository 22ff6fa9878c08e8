import LoadGenerator
import Platform
import Records
import Report
import RunResults
import Workloads

/// Follows a benchmark: a live line on a terminal, one line a run elsewhere, and every finished
/// run on disk at once. Used by the main thread only.
final class BenchProgress: BenchObserver, @unchecked Sendable {
    private var writer: ResultsFolderWriter
    private let isTerminal = StandardError.isTerminal
    private var labels = RunLabels([])
    private var current = ""
    /// What kept a finished run from being written.
    private var failure: ReportError?

    init(writer: ResultsFolderWriter) { self.writer = writer }

    var isInterrupted: Bool { InterruptFlag.isRaised || failure != nil }

    /// Says what is about to happen.
    func announce(_ file: WorkloadFile, environment: RunEnvironment) {
        labels = RunLabels(file.cells.map(dimensions))
        let runs = file.cells.reduce(0) { $0 + $1.run.repetitions }
        say("\(file.name): \(file.question)")
        say(
            "\(file.cells.count) configurations, \(runs) runs, about "
                + "\(Int(file.estimatedSeconds.rounded(.up))) s and a little between runs; "
                + "logs on \(environment.dataFileSystem), \(environment.cpus) CPUs")
        for skipped in file.skipped { say("skipped: \(skipped)") }
    }

    /// Says what is about to be compared.
    func announce(
        _ matrix: VariedMatrix, _ order: PairedOrder, file: WorkloadFile,
        environment: RunEnvironment
    ) {
        labels = RunLabels(matrix.cells.joined().map(dimensions))
        let seconds = order.plans.reduce(0) { $0 + $1.configuration.estimatedSeconds }
        say("\(file.name): \(matrix.labels.joined(separator: " against "))")
        say(
            "\(matrix.cells.count) configurations, \(order.plans.count) runs, about "
                + "\(Int(seconds.rounded(.up))) s and a little between runs; "
                + "logs on \(environment.dataFileSystem), \(environment.cpus) CPUs")
        for skipped in matrix.skipped { say("left out: \(skipped)") }
    }

    func began(_ plan: RunPlan, of count: Int) {
        current = "[\(plan.order)/\(count)] \(labels.text(dimensions(plan.configuration)))"
        if isTerminal { show(current) }
    }

    func progress(_ progress: RunProgress) {
        guard isTerminal else { return }
        let rate = Int(progress.ackedRecordsPerSecond)
        show(
            "\(current)  \(progress.phase.rawValue)  \(rate) records/s  "
                + "lag \(progress.lagRecords)")
    }

    func ended(_ plan: RunPlan, of count: Int, result: RunResult) {
        do throws(ReportError) { try writer.append(run: result) } catch { failure = error }
        guard !isTerminal else { return }
        let flags = result.flags.map(\.rawValue).joined(separator: ", ")
        say("\(current)  \(Self.figures(result))" + (flags.isEmpty ? "" : "  [\(flags)]"))
    }

    private static func figures(_ result: RunResult) -> String {
        guard result.dimensions.load != .reading else {
            return "read \(Int(result.consumedRecordsPerSecond ?? 0)) records/s"
        }
        let p99 =
            result.latency.publish.microseconds(atPercentile: 99)
            .map { "\(Int($0)) us" } ?? "n/a"
        return "\(Int(result.ackedRecordsPerSecond ?? 0)) records/s  publish p99 \(p99)"
    }

    /// Completes the results folder and answers its path.
    func finish(_ bench: BenchResult) throws(ReportError) -> String {
        clear()
        try writer.finish(bench) { say($0) }
        return writer.path
    }

    private func discard() {
        clear()
        writer.discard()
    }

    /// Puts the results of `measure` into `bench`. After a failure finished runs stay in the
    /// partial folder, and the user is told where; without a finished run no folder is left behind.
    func gather(into bench: inout BenchResult, _ measure: () throws -> [RunResult]) throws {
        do {
            bench.runs = try measure()
            if let failure { throw failure }
        } catch {
            clear()
            if failure == nil { say("finished runs are in \(writer.partialPath)") }
            throw error
        }
        bench.interrupted = InterruptFlag.isRaised
        guard !bench.runs.isEmpty else {
            discard()
            throw CommandFailure(message: "interrupted before the first run ended", code: 130)
        }
    }

    private func dimensions(_ configuration: RunConfiguration) -> RunDimensions {
        RunDimensions(configuration, engine: "")
    }

    private func show(_ line: String) {
        let width = StandardError.columns
        StandardError.write("\r" + String(line.prefix(max(20, width - 1))) + "\u{1B}[K")
    }

    private func clear() {
        if isTerminal { StandardError.write("\r\u{1B}[K") }
    }

    /// One line to whoever follows.
    func say(_ line: String) { StandardError.write(line + "\n") }
}
