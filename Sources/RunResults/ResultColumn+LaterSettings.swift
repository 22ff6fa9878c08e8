extension ResultColumn {
    /// Settings that came later: `n/a` in results that were written before.
    static let laterSettings: [ResultColumn] = [
        later(
            "enable_idempotence",
            "`enable.idempotence`: whether brokers keep each batch once and in order."
        ) { $0.enableIdempotence.map { .text($0 ? "true" : "false") } },
        later(
            "retries_max",
            "`retries`: how often a batch is sent again at most."
        ) { $0.retriesMax.map { .count($0) } },
        later(
            "retry_backoff_ms",
            "`retry.backoff.ms`: the wait before a batch is sent again, twice as long each time."
        ) { $0.retryBackoffMilliseconds.map { .number($0) } },
        later(
            "retry_backoff_max_ms",
            "`retry.backoff.max.ms`: the longest such wait."
        ) { $0.retryBackoffMaxMilliseconds.map { .number($0) } },
        later(
            "request_timeout_ms",
            "`request.timeout.ms`: how long a request may go unanswered."
        ) { $0.requestTimeoutMilliseconds.map { .number($0) } },
        later(
            "delivery_timeout_ms",
            "`delivery.timeout.ms`: how long a batch may go without an outcome."
        ) { $0.deliveryTimeoutMilliseconds.map { .number($0) } },
        later(
            "metadata_age_max_ms",
            "`metadata.max.age.ms`: how old the known leaders may get."
        ) { $0.metadataAgeMaxMilliseconds.map { .number($0) } },
        later(
            "unclean_leader_election",
            "`unclean.leader.election.enable`."
        ) { $0.uncleanLeaderElection.map { .text($0 ? "true" : "false") } },
        later(
            "replica_fetch_wait_max_ms",
            "`replica.fetch.wait.max.ms`: how long a leader holds an empty fetch."
        ) { $0.replicaFetchWaitMaxMilliseconds.map { .number($0) } },
        later(
            "replica_fetch_timeout_ms",
            "`replica.socket.timeout.ms`: how long a follower waits for an answer."
        ) { $0.replicaFetchTimeoutMilliseconds.map { .number($0) } },
        later(
            "session_timeout_ms",
            "`broker.session.timeout.ms`: after how long a silent broker counts as dead."
        ) { $0.sessionTimeoutMilliseconds.map { .number($0) } },
        later(
            "heartbeat_interval_ms",
            "`broker.heartbeat.interval.ms`."
        ) { $0.heartbeatIntervalMilliseconds.map { .number($0) } },
        later(
            "leader_imbalance_check_s",
            "`leader.imbalance.check.interval.seconds`; 0 is never."
        ) { $0.leaderImbalanceCheckSeconds.map { .number($0) } },
        later(
            "partition_switch",
            "`partition.switch`: how producers take up added partitions, `live` or `drained`."
        ) { $0.partitionSwitch.map { .text($0) } },
        later(
            "cleanup_policy",
            "`cleanup.policy`: `delete`, `compact` or `compact,delete`."
        ) { $0.cleanupPolicy.map { .text($0) } },
        later(
            "retention_ms",
            "`retention.ms`; 0 keeps everything."
        ) { $0.retentionMilliseconds.map { .number($0) } },
        later(
            "retention_spares_unread",
            "Whether retention and compaction wait until every group has read."
        ) { $0.retentionSparesUnread.map { .text($0 ? "true" : "false") } },
        later(
            "min_compaction_lag_ms",
            "`min.compaction.lag.ms`."
        ) { $0.minCompactionLagMilliseconds.map { .number($0) } },
        later(
            "min_cleanable_dirty_ratio",
            "`min.cleanable.dirty.ratio`."
        ) { $0.minCleanableDirtyRatio.map { .number($0) } },
        later(
            "delete_retention_ms",
            "`delete.retention.ms`: how long a tombstone stays after it was compacted first."
        ) { $0.deleteRetentionMilliseconds.map { .number($0) } },
        later(
            "cleaner_bytes_per_s",
            "`log.cleaner.io.max.bytes.per.second` of each broker; 0 is unlimited."
        ) { $0.cleanerBytesPerSecond.map { .count($0) } },
        later(
            "assignment",
            "`consumers.assignment`: how partitions come to members."
        ) { $0.assignment.map { .text($0) } },
        later(
            "group_instance_id",
            "`group.instance.id`: whether members are static."
        ) { $0.staticMembers.map { .text($0 ? "true" : "false") } },
        later(
            "auto_offset_reset",
            "`auto.offset.reset`: where a member begins when nothing is committed."
        ) { $0.offsetReset.map { .text($0) } },
        later(
            "member_session_timeout_ms",
            "`consumers.session.timeout.ms`: after how long a silent member counts as dead."
        ) { $0.memberSessionTimeoutMilliseconds.map { .number($0) } },
        later(
            "member_heartbeat_interval_ms",
            "`consumers.heartbeat.interval.ms`."
        ) { $0.memberHeartbeatMilliseconds.map { .number($0) } },
        later(
            "max_poll_interval_ms",
            "`max.poll.interval.ms`: how long a rebalance waits for a member."
        ) { $0.pollIntervalMaxMilliseconds.map { .number($0) } },
        later(
            "commit_when",
            "`commit.when`: whether records are committed after or before they are processed."
        ) { $0.commitMoment.map { .text($0) } },
        later(
            "commit_mode",
            "`commit.mode`: `sync`, `async`, or `auto` with its interval."
        ) { $0.commitMode.map { .text($0) } },
        later(
            "backlog_bytes",
            "`backlog`: keys and values that are in the log before members start; 0 is none."
        ) { $0.backlogBytes.map { .count($0) } },
        later(
            "service_time_distribution",
            "How service times are drawn: `fixed`, `exponential`, `lognormal` with its sigma."
        ) { $0.serviceTimeDistribution.map { .text($0) } },
        later(
            "fault_plan",
            "The faults as the workload file has them, separated by `;`; empty for none."
        ) { $0.faultPlan.map { .text($0) } },
    ]

    private static func later(
        _ name: String, _ meaning: String,
        of path: @escaping @Sendable (RunDimensions) -> CellValue?
    ) -> ResultColumn {
        ResultColumn(name, .setting, meaning) { run, _ in path(run.dimensions) ?? .notAvailable }
    }
}
