extension ResultColumn {
    /// Whether throughput kept its level; `n/a` in results that were written before.
    static let steadiness: [ResultColumn] = [
        ResultColumn(
            "drift_percent", .measure,
            "How far a line through the throughput of equal windows moves over the measured time, "
                + "in percent of its mean; `n/a` with fewer than 3 windows."
        ) { run, _ in CellValue(run.steadyState?.driftPercent) },
        ResultColumn(
            "unsteady_windows", .count,
            "Windows whose throughput lies more than 20 % off that line, chance apart."
        ) { run, _ in
            run.steadyState.map { .count($0.unsteadyWindows.count) } ?? .notAvailable
        },
    ]

    /// What `rate: search` found.
    static let search: [ResultColumn] = [
        ResultColumn(
            "sustained_records_per_s", .measure,
            "The highest rate that met the service level; 0 where none did, `n/a` where none was "
                + "searched."
        ) { run, _ in CellValue(run.search?.passedRecordsPerSecond) },
        ResultColumn(
            "unsustained_records_per_s", .measure,
            "The lowest rate that did not; `n/a` where every rate tried did."
        ) { run, _ in CellValue(run.search?.failedRecordsPerSecond) },
        ResultColumn(
            "search_trials", .count, "Runs at fixed rates that the search took."
        ) { run, _ in run.search.map { .count($0.trials) } ?? .notAvailable },
    ]
}
