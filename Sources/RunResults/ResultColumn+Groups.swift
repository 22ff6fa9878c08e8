extension ResultColumn {
    /// What became of the groups; `n/a` in results that were written before, and where a run has
    /// nothing of the kind.
    static let groups: [ResultColumn] = [
        groupCount(
            "idle_members", "Members that were in a group at the end and owned no partition."
        ) { $0.idleMembers.count },
        groupCount(
            "rereads", "Records processed again after a rebalance or a crash; no duplicates."
        ) { $0.rereads },
        groupCount(
            "lost_to_group_records",
            "Records that a group never processed because it had committed a position behind them."
        ) { $0.passedByCommit },
        groupCount(
            "retention_skipped_records",
            "Records that were deleted before a group came to them, over all groups."
        ) { $0.passedByRetention },
        groupCount(
            "rebalances", "Generations that subscribed groups came to; see *Groups*."
        ) { $0.subscribed?.rebalances },
        groupMeasure(
            "rebalance_pause_p50_ms",
            "The median of how long a member with partitions stopped reading for a rebalance."
        ) { $0.subscribed?.pauseP50Milliseconds },
        groupMeasure("rebalance_pause_p99_ms", "What 99 % of those pauses do not exceed.") {
            $0.subscribed?.pauseP99Milliseconds
        },
        groupMeasure("rebalance_pause_max_ms", "The longest of them.") {
            $0.subscribed?.pauseMaxMilliseconds
        },
        groupCount("revoked_partitions", "Partitions that members gave up or lost.") {
            $0.subscribed?.revokedPartitions
        },
        groupMeasure(
            "takeover_max_ms",
            "The longest time from the end of a member's process until a partition of its was "
                + "read again."
        ) { $0.subscribed?.takeoverMaxMilliseconds },
        groupMeasure(
            "committed_lag_max_records", "The largest lag of a group behind what it had committed."
        ) { $0.subscribed.map { Double($0.committedLagMaxRecords) } },
        groupCount("failed_commits", "Commits that came to nothing.") {
            $0.subscribed?.failedCommits
        },
        groupCount(
            "slow_polls",
            "Polls that took longer than `max.poll.interval.ms`, which cost the member its place."
        ) { $0.subscribed?.slowPolls },
        groupMeasure("backlog_records", "Records in the logs when the members started.") {
            $0.backlog.map { Double($0.records) }
        },
        groupMeasure(
            "backlog_build_records_per_s", "Records acknowledged per second until then."
        ) { $0.backlog?.buildRecordsPerSecond },
        groupMeasure(
            "catch_up_s",
            "From then until every group had read all that was there 100 ms before."
        ) { $0.backlog?.catchUpSeconds },
        groupMeasure(
            "catch_up_acked_records_per_s",
            "Records acknowledged per second meanwhile, as long as producers sent."
        ) { $0.backlog?.catchUpRecordsPerSecond },
        groupCount(
            "stopped_partitions",
            "Times that a partition left its owner and was then read on, by whichever member."
        ) { $0.subscribed?.stoppedPartitions },
        groupCount(
            "moved_partitions", "Those of them after which another member read the partition."
        ) { $0.subscribed?.movedPartitions },
        groupMeasure(
            "partition_handover_p50_ms",
            "The median of how long nobody read a partition that moved to another member."
        ) { $0.subscribed?.handoverP50Milliseconds },
        groupMeasure("partition_handover_p99_ms", "What 99 % of those times do not exceed.") {
            $0.subscribed?.handoverP99Milliseconds
        },
        groupMeasure("partition_handover_max_ms", "The longest of them.") {
            $0.subscribed?.handoverMaxMilliseconds
        },
        groupMeasure(
            "committed_lag_slope_records_per_s",
            "The slope of the summed lag behind what the group that lags most had committed."
        ) { $0.subscribed?.committedLagSlopeRecordsPerSecond },
        groupMeasure(
            "catch_up_slowdown_percent",
            "By how much less producers got acknowledged per second while groups caught up than "
                + "before."
        ) { $0.backlog?.slowdownPercent },
    ]

    private static func groupCount(
        _ name: String, _ meaning: String, of path: @escaping @Sendable (GroupResult) -> Int?
    ) -> ResultColumn {
        ResultColumn(name, .count, meaning) { run, _ in
            run.group.flatMap(path).map { .count($0) } ?? .notAvailable
        }
    }

    private static func groupMeasure(
        _ name: String, _ meaning: String, of path: @escaping @Sendable (GroupResult) -> Double?
    ) -> ResultColumn {
        measure(name, meaning) { $0.group.flatMap(path) }
    }
}
