package import Checker
package import LoadGenerator
import Faults
import Platform
package import RunResults
import Workloads

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
        if let setting = Self.unsupported(plan.configuration) {
            throw .machine(
                "\(setting) cannot be run in virtual time, expected a run against the embedded "
                    + "cluster")
        }
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

    /// What of a run there is only in real time; nil where there is nothing.
    private static func unsupported(_ configuration: RunConfiguration) -> String? {
        if configuration.consumers.backlogBytes != nil { return "consumers.backlog" }
        if configuration.producers.send == .warmup { return "producers.send warmup" }
        return configuration.faults.map(\.action.kind)
            .first { $0 == .joinConsumer || $0 == .leaveConsumer }?.rawValue
    }
}
