package import RunResults

/// A file of the `series` folder: how one run went, a row for each slice of 100 ms, or how its
/// groups lagged meanwhile.
package struct SeriesFile: Sendable, Equatable {
    package let name: String
    package let text: String

    /// A file for each run that has a series, in the order in which they ran.
    package static func files(of bench: BenchResult) -> [SeriesFile] {
        let stems = FileStems(
            Setting.sorted(ConfigurationSummary.summaries(of: bench.runs)))
        return bench.runs.flatMap { run -> [SeriesFile] in
            guard let series = run.series else { return [] }
            let stem = "\(stems[run.dimensions])_run-\(run.repetition)"
            let lags = series.lags.map { lags in
                SeriesFile(
                    name: "\(stem)_lag.csv",
                    text: CSVFile.text(
                        [LagSeriesResult.header]
                            + lags.rows(
                                committed: series.committedLags,
                                warmupBuckets: series.warmupBuckets)))
            }
            return [SeriesFile(name: "\(stem).csv", text: text(of: series))]
                + [lags].compactMap(\.self)
        }
    }

    private static func text(of series: RunSeries) -> String {
        let rows = series.buckets.indices.map { bucket in
            SeriesColumn.all.map { $0.csvText(series, bucket: bucket) }
        }
        return CSVFile.text([SeriesColumn.all.map(\.name)] + rows)
    }
}
