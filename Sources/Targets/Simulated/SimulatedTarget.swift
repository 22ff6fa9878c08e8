package import Checker
package import LoadGenerator
import Platform
package import RunResults

/// Runs against the engine in virtual time: modelled disks, links and processors, and nothing of
/// this machine but the time it takes.
package final class SimulatedTarget: LogTarget {
    package let engine = "simulated"

    private let onHistory: ((RunPlan, HistoryRecording) -> Void)?

    /// - Parameter onHistory: takes what clients did in each run, record by record; nil where
    ///   that is not recorded.
    package init(onHistory: ((RunPlan, HistoryRecording) -> Void)? = nil) {
        self.onHistory = onHistory
    }

    package func run(
        _ plan: RunPlan, observer: any RunObserver
    ) throws(TargetError) -> RunResult? {
        let startedAt = WallClock.unixSeconds
        let history = onHistory.map { _ in
            HistoryRecorder(partitions: plan.configuration.finalPartitions)
        }
        let run = VirtualRun(plan, engine: engine, observer: observer, history: history)
        guard let evidence = run.execute() else {
            if let failure = run.failure { throw .machine(failure) }
            return nil
        }
        if let history { onHistory?(plan, history.recording(of: evidence)) }
        return RunAssembly(evidence: evidence).result(startedAt: startedAt)
    }
}
