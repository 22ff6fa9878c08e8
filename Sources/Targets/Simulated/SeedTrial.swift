import Checker
import Faults
import LoadGenerator
import Messages
import Records
package import Simulation

/// Runs one scenario with the generator and the checker, and judges all that it left.
package struct SeedTrial {
    private let scenario: SimulationScenario

    package init(_ scenario: SimulationScenario) { self.scenario = scenario }

    /// - Parameter trace: takes the history line by line; nil keeps only its digest.
    package func run(trace: ((String) -> Void)? = nil) -> SeedReport {
        if scenario.model.topic.cleanupPolicy.compacts { return runKeyed(trace: trace) }
        let load = GeneratedLoad(scenario)
        let run = SimulationRun(scenario, load: load, trace: trace)
        run.cluster.onFault = { action, broker, isEnd, time in
            load.note(
                FaultMark(action, broker: broker, isEnd: isEnd, time: time))
        }
        run.cluster.onEvent = { event, time in
            if let mark = FaultMark(event, time: time) { load.note(mark) }
        }
        let outcome = run.run()
        return report(
            outcome, Self.anomalies(load, isSettled: outcome.livenessFailures.isEmpty))
    }

    /// Of a topic that is compacted readers do not see every record: its logs alone are judged.
    private func runKeyed(trace: ((String) -> Void)?) -> SeedReport {
        let run = SimulationRun(scenario, load: KeyedLoad(scenario), trace: trace)
        return report(run.run(), [])
    }

    private func report(
        _ outcome: SimulationOutcome, _ anomalies: [SeedFinding]
    ) -> SeedReport {
        SeedReport(
            scenario: scenario, counts: outcome.counts,
            acknowledgedRecords: outcome.acknowledgedRecords,
            permittedLosses: outcome.permittedLosses,
            findings: outcome.violations.map { SeedFinding($0) }
                + outcome.livenessFailures.map { SeedFinding(liveness: $0) } + anomalies,
            traceHash: outcome.traceHash, end: outcome.end)
    }

    /// What the clients saw that nothing permits.
    private static func anomalies(_ load: GeneratedLoad, isSettled: Bool) -> [SeedFinding] {
        do throws(HistoryError) {
            let verdict = try load.verdict(hasFinalRead: isSettled)
            return verdict.findings.filter { $0.permittedBy == nil }.map { SeedFinding($0) }
        } catch { return [SeedFinding(name: "history", detail: "\(error)")] }
    }
}
