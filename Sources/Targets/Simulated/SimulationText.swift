import Client
import Faults
import Messages
import Records
package import Simulation

/// What `weir simulate` prints.
package enum SimulationText {
    /// One seed: what happened and what was found.
    package static func one(_ report: SeedReport) -> String {
        let counts = report.counts
        var lines = [
            "seed \(report.scenario.seed): \(counts.steps) steps, "
                + "\(report.acknowledgedRecords) records acknowledged, "
                + "\(counts.injected) faults, \(counts.leaderChanges) leader changes, "
                + "\(Trace.text(of: report.end)) virtual seconds, "
                + "trace \(String(report.traceHash, radix: 16))"
        ]
        let cluster = report.scenario.model
        let producer = report.scenario.producers.first
        lines.append(
            "  \(cluster.brokers) brokers, \(cluster.topic.partitions) partitions, "
                + "RF \(cluster.topic.replicationFactor), "
                + "min ISR \(cluster.topic.minInsyncReplicas), "
                + "acks=\(producer?.acks.rawValue ?? ""), "
                + (producer?.isIdempotent == true ? "idempotent, " : "")
                + "\(producer?.maxInFlight ?? 0) in flight"
                + (cluster.topic.allowsUncleanElection ? ", unclean election" : ""))
        for fault in report.scenario.faults { lines.append("  fault \(fault.optionText)") }
        lines += findings(report)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Many seeds: totals, faults by kind, and the findings of those that failed.
    package static func many(_ tally: SimulationTally, seconds: Double) -> String {
        guard tally.seeds > 0 else { return "no seed was run\n" }
        let changed = 100 * tally.seedsWithLeaderChange / tally.seeds
        var lines = [
            "\(tally.seeds) seeds in \(Int(seconds.rounded(.up))) s: \(tally.steps) steps, "
                + "\(tally.acknowledgedRecords) records acknowledged",
            "each seed: at least \(tally.stepsMin) steps, \(tally.acknowledgedRecordsMin) records "
                + "acknowledged, \(tally.faultsMin) faults",
            "\(changed) % of the seeds changed a leader, \(tally.leaderChanges) times in all",
            "faults: "
                + FaultKind.allCases.map { "\($0.rawValue) \(tally.count(of: $0))" }
                .joined(separator: ", "),
            "committed records lost as permitted: \(tally.permittedLosses)",
        ]
        lines.append(
            tally.failures.isEmpty
                ? "nothing forbidden was found"
                : "\(tally.failures.count) seeds failed")
        for failure in tally.failures {
            lines.append("seed \(failure.scenario.seed):")
            lines += findings(failure)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The command that shows a scenario again.
    ///
    /// - Parameter isWhole: whether it is as its seed drew it.
    package static func command(_ scenario: SimulationScenario, isWhole: Bool) -> String {
        var words = ["weir simulate --seed \(scenario.seed)"]
        if !isWhole {
            words.append("--safety-time \(scenario.safetyTime)")
            if scenario.goals.isNone {
                words.append("--sending-time \(scenario.sendingTime)")
            }
            if scenario.faults.isEmpty { words.append("--no-faults") }
            words += scenario.faults.map { "--fault '\($0.optionText)'" }
        }
        words.append("--trace")
        return words.joined(separator: " ")
    }

    private static func findings(_ report: SeedReport) -> [String] {
        report.isSound
            ? ["  nothing forbidden was found"]
            : report.findings.prefix(10).map { "  \($0.name): \($0.detail)" }
    }
}
