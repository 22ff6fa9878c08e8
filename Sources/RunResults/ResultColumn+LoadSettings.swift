extension ResultColumn {
    /// Settings of the load that came later: `n/a` in results that were written before.
    static let loadSettings: [ResultColumn] = [
        load(
            "value_distribution",
            "How the sizes of values are drawn: `fixed`, or with its bounds, "
                + "`lognormal 900 sigma 0.4, 32 to 65447`."
        ) { $0.valueDistribution.map { .text($0) } },
        load(
            "compressibility",
            "The part of each value that compresses away; `n/a` where nothing is compressed."
        ) { $0.compressibility.map { .number($0) } },
        load("headers", "Headers of each record.") { $0.headers.map { .count($0) } },
        load("header_bytes", "Bytes of the value of each header; `n/a` without headers.") {
            $0.headerBytes.map { .count($0) }
        },
        load(
            "arrival_shape",
            "What shapes the rate of `arrival`: `on 100ms off 900ms`, `1 2 3`; empty for nothing."
        ) { $0.arrivalShape.map { .text($0) } },
        load("topics", "Topics, each with `partitions`.") { $0.topics.map { .count($0) } },
        load("idle_producers", "Producers that are connected and send nothing.") {
            $0.idleProducers.map { .count($0) }
        },
        load(
            "sending", "When producers send: `always`, or `warmup` where only reading is measured."
        ) { $0.sending.map { .text($0) } },
    ]

    private static func load(
        _ name: String, _ meaning: String,
        of path: @escaping @Sendable (RunDimensions) -> CellValue?
    ) -> ResultColumn {
        ResultColumn(name, .setting, meaning) { run, _ in path(run.dimensions) ?? .notAvailable }
    }
}
