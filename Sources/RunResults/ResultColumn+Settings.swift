extension ResultColumn {
    /// The settings that most comparisons vary, which open a row.
    static let leadingSettings: [ResultColumn] = [
        text("workload", "The workload's name.", of: { $0.workload }),
        text(
            "engine",
            "What was measured: `embedded`, `simulated`, or `null` for a sink that keeps nothing."
        ) { $0.engine },
        text(
            "key_distribution",
            "How keys are drawn: `uniform`, `zipfian 0.99`, `hot-set 0.9 on 0.1`; `none` is a null "
                + "key, `wrong-field` a key that is not the entity whose order matters."
        ) { $0.keyDistribution },
        setting(
            "record_bytes", "Bytes of key and value of a record; the mean where sizes differ.",
            of: { $0.recordBytes }),
        text(
            "rate",
            "The offered load, records/s over all producers; `max`, or `search` for the highest "
                + "that is carried."
        ) { $0.rate },
        setting("partitions", "Partitions of the topic.", of: { $0.partitions }),
        setting("replication_factor", "Copies of each partition.", of: { $0.replicationFactor }),
        setting(
            "min_insync_replicas",
            "`min.insync.replicas`: copies that must be in sync for an acks=all write.",
            of: { $0.minInsyncReplicas }),
        text("acks", "`0`, `1` or `all`.", of: { $0.acks }),
        setting("producers", "Producers.", of: { $0.producers }),
        setting("groups", "Consumer groups; each reads the whole topic.", of: { $0.groups }),
        setting("consumers", "Members of each group.", of: { $0.consumers }),
        ResultColumn("repetition", .run, "1 for the first run of a configuration.") { run, _ in
            .count(run.repetition)
        },
    ]

    /// The other settings, which follow the measures.
    static let remainingSettings: [ResultColumn] = [
        setting("key_cardinality", "How many entities there are.", of: { $0.keyCardinality }),
        text(
            "arrival", "How intended send times are spaced: `constant`, `bursts`; empty at max."
        ) { $0.arrival },
        setting("brokers", "Brokers.", of: { $0.brokers }),
        setting("batch_bytes", "`batch.size`: the most bytes of a batch.", of: { $0.batchBytes }),
        setting("linger_ms", "`linger.ms`: how long a batch waits for more records.") {
            $0.lingerMilliseconds
        },
        setting("max_in_flight", "Unacknowledged requests for each producer and broker.") {
            $0.maxInFlight
        },
        text("compression", "`compression.type`.", of: { $0.compression }),
        text(
            "null_key_partitioner",
            "How records without a key are spread: `sticky`, `round-robin`; empty with keys."
        ) { $0.nullKeyPartitioner },
        setting("rtt_us", "Round-trip time added to every link.", of: { $0.roundTripMicroseconds }),
        setting("jitter_us", "The most that is added besides each way.") { $0.jitterMicroseconds },
        setting("bandwidth_mbit", "Megabits/s of each link and direction; 0 is unlimited.") {
            $0.bandwidthMegabitsPerSecond
        },
        setting("service_time_us", "What a consumer takes to handle one record.") {
            $0.serviceTimeMicroseconds
        },
        setting("flush_messages", "`flush.messages`: fsync after this many records; 0 is off.") {
            $0.flushMessages
        },
        setting("flush_ms", "`flush.ms`: fsync after this long; 0 is off.") {
            $0.flushMilliseconds
        },
        setting("value_bytes", "Bytes of the value alone; the mean where sizes differ.") {
            $0.valueBytes
        },
        setting("segment_bytes", "`segment.bytes`.") { $0.segmentBytes },
        setting("segment_ms", "`segment.ms`; 0 is never.") { $0.segmentMilliseconds },
        setting("retention_bytes", "`retention.bytes` of each partition; 0 keeps everything.") {
            $0.retentionBytes
        },
        setting("buffer_memory_bytes", "`buffer.memory` of each producer.") {
            $0.bufferMemoryBytes
        },
        setting("replica_lag_time_max_ms", "`replica.lag.time.max.ms`.") {
            $0.replicaLagTimeMaxMilliseconds
        },
    ]

    /// What tells one run from another, and what casts doubt on it.
    static let runIdentity: [ResultColumn] = [
        ResultColumn("measured_s", .run, "The measured time, warm-up and drain excluded.") {
            run, _ in .number(run.measuredSeconds)
        },
        ResultColumn("order", .run, "The run's place in the interleaved order, from 1.") {
            run, _ in .count(run.order)
        },
        ResultColumn("seed", .run, "The seed of keys and intended times.") { run, _ in
            .text(String(run.seed))
        },
        ResultColumn("flags", .flags, "Reasons to doubt the row, separated by `;`.") { run, _ in
            .text(run.flags.map(\.rawValue).joined(separator: ";"))
        },
    ]
}
