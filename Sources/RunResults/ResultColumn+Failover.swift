extension ResultColumn {
    /// What faults did to a run; `n/a` in results that were written before there were faults.
    static let failover: [ResultColumn] = [
        failoverCount(
            "faults",
            "Faults that struck, each occurrence counted."
        ) { $0.faults },
        failoverCount(
            "failovers",
            "Outages of a partition after which another leader acknowledged; see *Outages*."
        ) { $0.failovers },
        failoverMeasure(
            "failover_p50_ms",
            "The median of how long they took."
        ) { $0.failoverP50Milliseconds },
        failoverMeasure(
            "failover_max_ms",
            "How long the longest took."
        ) { $0.failoverMaxMilliseconds },
        failoverMeasure(
            "unavailable_ms",
            "How much of the measured time some partition was in an outage."
        ) { $0.unavailableMilliseconds },
        failoverCount(
            "failed_attempts",
            "Attempts to send a batch that ended without an acknowledgement."
        ) { $0.failedAttempts },
        failoverCount(
            "retries",
            "Batches that were sent again, each time counted."
        ) { $0.retries },
        failoverCount(
            "leader_elections",
            "Leaders elected after the first of each partition."
        ) { $0.leaderElections },
        failoverCount(
            "isr_shrinks",
            "Times that a replica or more left a partition's in-sync set."
        ) { $0.isrShrinks },
        failoverCount(
            "isr_expansions",
            "Times that a replica or more joined one."
        ) { $0.isrExpansions },
        failoverCount(
            "min_isr_rejections",
            "Batches refused for want of in-sync replicas, before or after the append."
        ) { $0.minISRRejections },
        ResultColumn(
            "moved_keys_percent", .measure,
            "Of the keys, or a million, that were sent before and after partitions were added, "
                + "those that moved."
        ) { run, _ in CellValue(run.failover?.movedKeysPercent) },
        ResultColumn(
            "moved_keys_expected_percent", .measure,
            "What an even hash moves from N to M partitions: all but N of every lcm(N, M)."
        ) { run, _ in CellValue(run.failover?.movedKeysExpectedPercent) },
    ]

    private static func failoverCount(
        _ name: String, _ meaning: String, of path: @escaping @Sendable (FailoverResult) -> Int
    ) -> ResultColumn {
        ResultColumn(name, .count, meaning) { run, _ in
            run.failover.map { .count(path($0)) } ?? .notAvailable
        }
    }

    private static func failoverMeasure(
        _ name: String, _ meaning: String, of path: @escaping @Sendable (FailoverResult) -> Double?
    ) -> ResultColumn {
        measure(name, meaning) { $0.failover.flatMap(path) }
    }
}
