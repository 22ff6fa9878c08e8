import Checker
import LoadGenerator
import Report

/// Writes the histories of runs into a results folder. Used by the main thread only.
final class HistoryFolder: @unchecked Sendable {
    private let writer: ResultsFolderWriter
    /// What kept a history from being written.
    private(set) var failure: ReportError?

    init(_ writer: ResultsFolderWriter) { self.writer = writer }

    /// Writes one run's history, named by the run's place in the order.
    @Sendable func write(_ plan: RunPlan, _ history: HistoryRecording) {
        guard failure == nil else { return }
        do throws(ReportError) {
            try writer.write(history, order: plan.order)
        } catch { failure = error }
    }
}
