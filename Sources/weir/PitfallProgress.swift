import LoadGenerator
import Platform
import Records
import Report
import RunResults
import Workloads

/// Follows the runs of one pitfall: says which are done again, and keeps all where they are to be
/// kept. Used by the main thread only.
final class PitfallProgress: BenchObserver, @unchecked Sendable {
    private var writer: ResultsFolderWriter?
    private var bench: BenchResult
    /// What kept a finished run from being written.
    private var failure: ReportError?

    /// - Parameter path: the results folder; nil where nothing is kept.
    init(
        _ file: WorkloadFile, keeping bench: BenchResult, in path: String?
    ) throws(ReportError) {
        self.bench = bench
        guard let path else { return }
        let copy = file.copy
        writer = try ResultsFolderWriter.begin(
            at: path, bench: bench, workloadText: copy.text, inputs: copy.files)
    }

    var isInterrupted: Bool { InterruptFlag.isRaised || failure != nil }

    func progress(_ progress: RunProgress) {}

    func began(_ plan: RunPlan, of count: Int) {
        guard plan.repetition > 1 else { return }
        StandardError.write(
            "    again, since flags say that a run measured nothing: attempt \(plan.repetition) "
                + "of \(PitfallTrial.attemptsMax)\n")
    }

    func ended(_ plan: RunPlan, of count: Int, result: RunResult) {
        bench.runs.append(result)
        do throws(ReportError) { try writer?.append(run: result) } catch { failure = error }
    }

    /// Does the runs and completes the results folder; with none finished no folder is left.
    func keep<Outcome>(_ body: () throws -> Outcome?) throws -> Outcome? {
        do {
            let outcome = try body()
            if let failure { throw failure }
            bench.interrupted = outcome == nil
            if bench.runs.isEmpty {
                writer?.discard()
            } else {
                try writer?.finish(bench) { StandardError.write($0 + "\n") }
            }
            return outcome
        } catch {
            if failure == nil, let writer {
                StandardError.write("finished runs are in \(writer.partialPath)\n")
            }
            throw error
        }
    }
}
