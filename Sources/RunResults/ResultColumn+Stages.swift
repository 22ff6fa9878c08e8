extension ResultColumn {
    /// Where the time went; `n/a` in results that were written before, and where no batch's way
    /// was known.
    static let stages: [ResultColumn] =
        LatencyStage.allCases.map { stage in
            ResultColumn(
                "stage_\(stage.rawValue)_mean_us", .measure, "\(stage.meaning) The mean."
            ) { run, _ in CellValue(run.stages?[stage].meanMicroseconds) }
        }
        + [
            ResultColumn(
                "stage_total_mean_us", .measure,
                "All stages: the mean end-to-end latency of the same records."
            ) { run, _ in CellValue(run.stages?.total.meanMicroseconds) }
        ]
        + LatencyStage.allCases.map { stage in
            ResultColumn(
                "stage_\(stage.rawValue)_p99_us", .measure,
                "What 99 % of the same records took at most for it."
            ) { run, _ in
                guard let histogram = run.stages?[stage] else { return .notAvailable }
                return histogram.microseconds(atPercentile: 99).map { .number($0) }
                    ?? .tooFewSamples
            }
        }
}
