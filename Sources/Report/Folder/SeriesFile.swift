package import RunResults

/// A file of the `series` folder: how one run went, a row for each slice of 100 ms.
package struct SeriesFile: Sendable, Equatable {
    package let name: String
    package let text: String

    /// A file for each run that has a series, in the order in which they ran.
    package static func files(of bench: BenchResult) -> [SeriesFile] {
        let stems = FileStems(
            Setting.sorted(ConfigurationSummary.summaries(of: bench.runs)))
        return bench.runs.compactMap { run in
            run.series.map {
                SeriesFile(
                    name: "\(stems[run.dimensions])_run-\(run.repetition).csv", text: text(of: $0))
            }
        }
    }

    private static func text(of series: RunSeries) -> String {
        let rows = series.buckets.indices.map { bucket in
            SeriesColumn.all.map { $0.csvText(series, bucket: bucket) }
        }
        return CSVFile.text([SeriesColumn.all.map(\.name)] + rows)
    }
}
