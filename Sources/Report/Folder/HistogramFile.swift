package import RunResults

/// A file of the `histograms` folder: one latency of one configuration, all repetitions merged.
package struct HistogramFile: Sendable, Equatable {
    package let name: String
    package let text: String

    /// A file for each configuration and latency that has samples. Names are made of the main
    /// settings and of every other that varies in this bench.
    package static func files(of bench: BenchResult) -> [HistogramFile] {
        let summaries = Setting.sorted(ConfigurationSummary.summaries(of: bench.runs))
        let others = Layout(summaries).others
        return summaries.flatMap { summary in
            let stem = stem(of: summary.dimensions, others: others)
            let kinds: [(String, LatencyHistogram)] = [
                ("publish", summary.merged { $0.publish }),
                ("end_to_end", summary.merged { $0.endToEnd }),
                ("publish_delay", summary.merged { $0.publishDelay }),
            ]
            return kinds.filter { $0.1.count > 0 }.map {
                HistogramFile(name: "\(stem)_\($0.0).hgrm", text: $0.1.percentileDistribution)
            }
        }
    }

    private static func stem(of dimensions: RunDimensions, others: [Setting]) -> String {
        let main = [
            dimensions.keyDistribution, "rate-\(dimensions.rate)", "p\(dimensions.partitions)",
            "rf\(dimensions.replicationFactor)", "acks-\(dimensions.acks)",
            "c\(dimensions.consumers)",
        ]
        let rest = others.map { "\($0.title)-\($0.text(dimensions))" }
        return (main + rest).map(fileNamePart).joined(separator: "_")
    }

    /// `text` with everything but letters, digits and dots as a dash.
    private static func fileNamePart(_ text: String) -> String {
        String(
            text.map { character in
                let isPlain = character.isASCII && (character.isLetter || character.isNumber)
                return isPlain || character == "." ? character : "-"
            })
    }
}
