package import RunResults

/// A file of the `histograms` folder: one latency of one configuration, all repetitions merged.
package struct HistogramFile: Sendable, Equatable {
    package let name: String
    package let text: String

    /// A file for each configuration and latency that has samples. Names are made of the main
    /// settings and of every other that varies in this bench.
    package static func files(of bench: BenchResult) -> [HistogramFile] {
        let summaries = Setting.sorted(ConfigurationSummary.summaries(of: bench.runs))
        let stems = FileStems(summaries)
        return summaries.flatMap { summary in
            let kinds: [(String, LatencyHistogram)] = [
                ("publish", summary.merged { $0.publish }),
                ("end_to_end", summary.merged { $0.endToEnd }),
                ("publish_delay", summary.merged { $0.publishDelay }),
            ]
            return kinds.filter { $0.1.count > 0 }.map {
                HistogramFile(
                    name: "\(stems[summary.dimensions])_\($0.0).hgrm",
                    text: $0.1.percentileDistribution)
            }
        }
    }
}
