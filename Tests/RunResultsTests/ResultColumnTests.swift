import Foundation
import RunResults
import Testing

@Suite struct ResultColumnTests {
    /// Names and order are a promise to everyone who parses the file.
    @Test func theHeaderOfRunsCSVStaysAsItIs() {
        let header = """
            workload,engine,key_distribution,record_bytes,rate,partitions,replication_factor,\
            min_insync_replicas,acks,producers,groups,consumers,repetition,\
            offered_records_per_s,acked_records_per_s,acked_mb_per_s,consumed_records_per_s,\
            publish_p50_us,publish_p90_us,publish_p99_us,publish_p999_us,publish_p9999_us,\
            publish_max_us,end_to_end_p50_us,end_to_end_p90_us,end_to_end_p99_us,\
            end_to_end_p999_us,end_to_end_p9999_us,end_to_end_max_us,publish_delay_p99_us,\
            publish_delay_max_us,key_order_violations,key_order_violations_percent,key_gaps,\
            duplicates,reorderings,lost_acknowledged,lost_permitted,lost_forbidden,missing_in_log,\
            phantoms,offset_gaps,failed_records,checked_records,\
            lag_max_records,lag_slope_records_per_s,idle_members,rereads,lost_to_group_records,\
            retention_skipped_records,rebalances,rebalance_pause_p50_ms,rebalance_pause_p99_ms,\
            rebalance_pause_max_ms,revoked_partitions,takeover_max_ms,\
            committed_lag_max_records,failed_commits,slow_polls,backlog_records,\
            backlog_build_records_per_s,catch_up_s,catch_up_acked_records_per_s,\
            stopped_partitions,moved_partitions,partition_handover_p50_ms,\
            partition_handover_p99_ms,partition_handover_max_ms,committed_lag_slope_records_per_s,\
            catch_up_slowdown_percent,\
            faults,failovers,failover_p50_ms,\
            failover_max_ms,unavailable_ms,failed_attempts,retries,leader_elections,isr_shrinks,\
            isr_expansions,min_isr_rejections,moved_keys_percent,\
            moved_keys_expected_percent,cpu_s_per_million_records,\
            engine_cpu_ns_per_record,generator_cpu_ns_per_record,checker_cpu_ns_per_record,\
            allocations_per_record,allocated_bytes_per_record,resident_mb,setup_s,\
            setup_resident_mb,log_mb_written,\
            write_amplification,dirty_mb_max,io_pressure_ms,share_of_append_ceiling,\
            share_of_path_ceiling,\
            stage_accumulate_mean_us,stage_queue_mean_us,stage_append_mean_us,\
            stage_replicate_mean_us,stage_fetch_mean_us,stage_process_mean_us,\
            stage_total_mean_us,stage_accumulate_p99_us,stage_queue_p99_us,stage_append_p99_us,\
            stage_replicate_p99_us,stage_fetch_p99_us,stage_process_p99_us,\
            partition_skew,partition_skew_predicted,effective_partitions,\
            effective_partitions_predicted,hottest_partition_percent,drift_percent,\
            unsteady_windows,sustained_records_per_s,unsustained_records_per_s,search_trials,\
            key_cardinality,arrival,brokers,batch_bytes,linger_ms,\
            max_in_flight,compression,\
            null_key_partitioner,rtt_us,jitter_us,bandwidth_mbit,service_time_us,\
            flush_messages,flush_ms,value_bytes,segment_bytes,segment_ms,retention_bytes,\
            buffer_memory_bytes,replica_lag_time_max_ms,enable_idempotence,retries_max,\
            retry_backoff_ms,retry_backoff_max_ms,request_timeout_ms,delivery_timeout_ms,\
            metadata_age_max_ms,unclean_leader_election,replica_fetch_wait_max_ms,\
            replica_fetch_timeout_ms,session_timeout_ms,heartbeat_interval_ms,\
            leader_imbalance_check_s,partition_switch,cleanup_policy,retention_ms,\
            retention_spares_unread,min_compaction_lag_ms,min_cleanable_dirty_ratio,\
            delete_retention_ms,cleaner_bytes_per_s,assignment,group_instance_id,auto_offset_reset,\
            member_session_timeout_ms,member_heartbeat_interval_ms,max_poll_interval_ms,\
            commit_when,commit_mode,backlog_bytes,service_time_distribution,fault_plan,\
            value_distribution,compressibility,headers,header_bytes,arrival_shape,topics,\
            idle_producers,sending,measured_s,order,seed,flags
            """
        #expect(ResultColumn.all.map(\.name).joined(separator: ",") == header)
    }

    @Test func theReadmeDocumentsExactlyTheColumnsInOrder() throws {
        let rows = try readmeRows(after: "## Columns of `runs.csv`")
        let columns = ResultColumn.all.map { "| `\($0.name)` | \($0.meaning) |" }
        #expect(rows == columns)
    }

    @Test func theReadmeDocumentsExactlyTheColumnsOfASeries() throws {
        let rows = try readmeRows(after: "## Columns of `series/*.csv`")
        #expect(rows == SeriesColumn.all.map { "| `\($0.name)` | \($0.meaning) |" })
    }

    @Test func theReadmeDocumentsExactlyTheFlags() throws {
        let rows = try readmeRows(after: "## Flags")
        let flags = HonestyFlag.allCases.map { flag in
            let meaning = flag.meaning.prefix(1).uppercased() + flag.meaning.dropFirst()
            return "| `\(flag.rawValue)` | \(meaning). |"
        }
        #expect(rows == flags)
    }

    @Test(arguments: [
        ("acked_records_per_s", "100000"), ("acked_mb_per_s", "10"),
        ("consumed_records_per_s", "99000"), ("cpu_s_per_million_records", "0.1435"),
        ("engine_cpu_ns_per_record", "120"), ("checker_cpu_ns_per_record", "8.5"),
        ("allocations_per_record", "0.0005"), ("allocated_bytes_per_record", "n/a"),
        ("resident_mb", "180.5"), ("write_amplification", "3.21"),
        ("key_order_violations_percent", "0.001"), ("linger_ms", "0.5"),
        ("seed", "18446744073709551615"), ("io_pressure_ms", "n/a"),
        ("share_of_append_ceiling", "n/a"),
    ])
    func aCellHoldsTheValueByHand(_ column: String, _ text: String) {
        #expect(cell(column, of: sampleRun()) == text)
    }

    @Test func theShareOfTheCeilingIsLogBytesPerSecondOverIt() {
        var environment = RunEnvironment()
        environment.appendCeilingBytesPerSecond = 64_200_000
        #expect(cell("share_of_append_ceiling", of: sampleRun(), in: environment) == "0.5")
    }

    @Test func aPercentileWithFewerThanTenSamplesBeyondItIsEmpty() throws {
        var run = sampleRun()
        run.latency.publish = try histogram([[1_000, 990], [2_000, 9]])
        #expect(cell("publish_p50_us", of: run) == "1")
        #expect(cell("publish_p99_us", of: run) == "")
        #expect(cell("publish_max_us", of: run) == "2")
        run.latency.publish = try histogram([[1_000, 990], [2_000, 10]])
        #expect(cell("publish_p99_us", of: run) == "1")
        #expect(cell("publish_p999_us", of: run) == "")
    }

    @Test func aLatencyWithoutSamplesIsNotAvailable() {
        #expect(cell("publish_delay_p99_us", of: sampleRun()) == "n/a")
        #expect(cell("end_to_end_max_us", of: sampleRun()) == "n/a")
    }

    @Test func whatNobodyLookedAtIsNotAvailable() {
        var run = sampleRun()
        run.dimensions.groups = 0
        run.verification = VerificationCounts()
        for column in [
            "key_order_violations", "key_order_violations_percent", "duplicates",
            "consumed_records_per_s", "lag_max_records",
        ] {
            #expect(cell(column, of: run) == "n/a", "\(column)")
        }
        #expect(cell("lost_acknowledged", of: run) == "n/a")
        run.verification.lostAcknowledged = 0
        #expect(cell("lost_acknowledged", of: run) == "0")
    }

    @Test func costPerRecordIsNotAvailableWithoutAcknowledgedRecords() {
        var run = sampleRun()
        run.throughput.ackedRecords = 0
        #expect(cell("engine_cpu_ns_per_record", of: run) == "n/a")
        #expect(cell("allocations_per_record", of: run) == "n/a")
    }

    @Test func lossesAreSplitByWhatPermitsThem() {
        var run = sampleRun()
        run.verification.lostAcknowledged = 9
        #expect(cell("lost_permitted", of: run) == "n/a")
        #expect(cell("lost_forbidden", of: run) == "n/a")
        run.verification.permittedLosses = ["acks-1": 5, "lost-replicas": 2]
        #expect(cell("lost_acknowledged", of: run) == "9")
        #expect(cell("lost_permitted", of: run) == "7")
        #expect(cell("lost_forbidden", of: run) == "2")
        run.verification.permittedLosses = [:]
        #expect(cell("lost_permitted", of: run) == "0")
        #expect(cell("lost_forbidden", of: run) == "9")
    }

    @Test func whatFaultsDidIsNotAvailableWhereItWasNotRecorded() {
        var run = sampleRun()
        for column in ["faults", "unavailable_ms", "failover_p50_ms", "retries", "isr_shrinks"] {
            #expect(cell(column, of: run) == "n/a", "\(column)")
        }
        var failover = FailoverResult()
        failover.retries = 4
        run.failover = failover
        #expect(cell("retries", of: run) == "4")
        #expect(cell("failovers", of: run) == "0")
        #expect(cell("unavailable_ms", of: run) == "0")
        #expect(cell("failover_p50_ms", of: run) == "n/a")
        run.failover?.setFailovers(milliseconds: [300, 100, 120, 90])
        #expect(cell("failovers", of: run) == "4")
        #expect(cell("failover_p50_ms", of: run) == "110")
        #expect(cell("failover_max_ms", of: run) == "300")
    }

    @Test func settingsThatCameLaterAreNotAvailableInOlderResults() {
        var run = sampleRun()
        #expect(cell("enable_idempotence", of: run) == "n/a")
        #expect(cell("fault_plan", of: run) == "n/a")
        run.dimensions.enableIdempotence = true
        run.dimensions.leaderImbalanceCheckSeconds = 0
        run.dimensions.faultPlan = ""
        #expect(cell("enable_idempotence", of: run) == "true")
        #expect(cell("leader_imbalance_check_s", of: run) == "0")
        #expect(cell("fault_plan", of: run) == "")
    }

    @Test func flagsAreSeparatedBySemicolons() {
        var run = sampleRun()
        run.flags = [.fellBehind, .notSteady]
        #expect(cell("flags", of: run) == "fell-behind;not-steady")
    }

    @Test(arguments: [
        (0.0, "0"), (-0.25, "-0.25"), (0.000_000_4, "0"), (-0.000_000_4, "0"),
        (999.999_999_9, "1000"), (1_234.567_89, "1234.568"), (12_345_678.0, "12345678"),
        (.infinity, "n/a"), (.nan, "n/a"),
    ])
    func numbersAreDecimalWithoutExponent(_ number: Double, _ text: String) {
        #expect(CellValue.number(number).csvText == text)
    }

    /// The rows of the first table after `heading` in `Results/README.md`.
    private func readmeRows(after heading: String) throws -> [String] {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Results/README.md")
        let lines = try String(contentsOf: path, encoding: .utf8).components(separatedBy: "\n")
        let start = try #require(lines.firstIndex(of: heading))
        return lines[start...].drop { !$0.hasPrefix("| `") }.prefix { $0.hasPrefix("| `") }
            .map { $0 }
    }
}
