import Checker
import LoadGenerator

extension HistoryRecorder {
    /// The history of a run that is over, with the faults that struck and where logs or leaders
    /// changed.
    func recording(of evidence: RunEvidence) -> HistoryRecording {
        let faults = makeBuffer()
        var marks = FaultMarks()
        for mark in (evidence.marks + evidence.changes).sorted(by: { $0.time < $1.time }) {
            if let mark = marks.outermost(mark) { faults.noted(mark) }
        }
        return recording(
            settings: HistorySettings(
                evidence.plan.configuration, source: evidence.engine,
                hasFinalRead: evidence.outcome.isDrained))
    }
}
