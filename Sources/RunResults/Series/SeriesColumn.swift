/// One column of a series file. `SeriesColumn.all` is the one table from which the files and
/// `Results/README.md` are made; a column's meaning never changes.
package struct SeriesColumn: Sendable {
    /// The name in the header line: snake_case, the unit last.
    package let name: String
    /// One sentence for `Results/README.md`.
    package let meaning: String
    private let value: @Sendable (RunSeries, Int) -> CellValue?

    /// The cell of a slice, by its number; empty where there is nothing to say.
    package func csvText(_ series: RunSeries, bucket: Int) -> String {
        value(series, bucket)?.csvText ?? ""
    }

    /// Every column, in the order of the files.
    package static let all: [SeriesColumn] = [
        SeriesColumn(
            name: "start_ms",
            meaning: "When the slice began, from the start of the measured time; it takes 100 ms. "
                + "Below 0 in the warm-up."
        ) { .count($0.startMilliseconds($1)) },
        SeriesColumn(
            name: "phase",
            meaning: "`warm-up`, `measured`, or `drain` where it began after the measured time."
        ) { .text($0.phase(of: $1)) },
        of("acked_records", "Records acknowledged in it.") { .count($0.ackedRecords) },
        of(
            "publish_p50_us",
            "50 % of those took at most this from the intended send to the acknowledgement, to "
                + "within 2 %; at max, from the actual send."
        ) { $0.publishP50Microseconds.map { .number($0) } },
        of("publish_p99_us", "99 % of those took at most this.") {
            $0.publishP99Microseconds.map { .number($0) }
        },
        of("consumed_records", "Records processed in it, over all groups.") {
            .count($0.consumedRecords)
        },
        of(
            "end_to_end_p99_us",
            "99 % of those took at most this from the intended send to the end of processing."
        ) { $0.endToEndP99Microseconds.map { .number($0) } },
        of(
            "failed_attempts",
            "Attempts to send a batch that ended in it without an acknowledgement."
        ) { .count($0.failedAttempts) },
        of("lag_records", "The largest lag of a group that was seen in it.") {
            $0.lagRecords.map { .count($0) }
        },
        of("isr_min_replicas", "The smallest in-sync set of any partition that was seen in it.") {
            $0.inSyncReplicasMin.map { .count($0) }
        },
        of("leaderless_partitions", "The most partitions without a leader that were seen in it.") {
            $0.leaderlessPartitions.map { .count($0) }
        },
        of("faults", "Faults that struck or healed in it, separated by `;`.") {
            .text($0.faults.joined(separator: ";"))
        },
        SeriesColumn(
            name: "steady",
            meaning: "`no` where it lies in a window whose throughput leaves the line through all "
                + "of them, `yes` where it does not; empty where there is no line."
        ) { series, bucket in
            guard let state = series.steadyState, series.phase(of: bucket) == "measured" else {
                return nil
            }
            return .text(state.isUnsteady(slice: bucket - series.warmupBuckets) ? "no" : "yes")
        },
    ]

    private static func of(
        _ name: String, _ meaning: String,
        value: @escaping @Sendable (SeriesBucket) -> CellValue?
    ) -> SeriesColumn {
        SeriesColumn(name: name, meaning: meaning) { value($0.buckets[$1]) }
    }
}
