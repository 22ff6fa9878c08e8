import RunResults

/// Where the time of records went, stage by stage: mean latencies, which add up.
struct StageTable {
    private let summaries: [ConfigurationSummary]
    private let layout: Layout
    private let marks: FlagMarks

    /// `summaries` are sorted. Runs at max are left out: what waits there is what was put there.
    init(_ summaries: [ConfigurationSummary], layout: Layout, marks: FlagMarks) {
        self.summaries = summaries.filter { summary in
            summary.dimensions.rate != "max" && summary.runs.contains { $0.stages != nil }
        }
        self.layout = layout
        self.marks = marks
    }

    /// A row for each configuration; no rows where nothing is known.
    var grid: Grid {
        let labels = layout.varying
        var grid = Grid(headings: labels.map(\.heading))
        grid.headings +=
            (["acks"] + LatencyStage.allCases.map(\.rawValue) + ["end to end"])
            .map { Grid.Heading(title: $0) }
        for summary in summaries {
            let mark = marks.text(.latency, of: [summary])
            func cell(_ mean: (StageLatencies) -> Double?) -> String {
                summary.spread(of: { $0.stages.flatMap(mean) }).map {
                    NumberText.time(microseconds: $0.median) + mark
                } ?? "n/a"
            }
            grid.rows.append(
                labels.map { $0.text(summary.dimensions) } + [summary.dimensions.acks]
                    + LatencyStage.allCases.map { stage in cell { $0[stage].meanMicroseconds } }
                    + [cell { $0.total.meanMicroseconds }])
        }
        return grid
    }

    static let introduction = """
        Mean latencies, medians over the repetitions: from the intended send time until the \
        request left the producer (*accumulate*), until the leader took it up (*queue*), had \
        appended (*append*), and the high watermark had passed (*replicate*), until the batch \
        was at the consumer (*fetch*) and the record was processed (*process*). In each run \
        they add up to the end-to-end latency.
        """

    /// Empty where nothing is known.
    var markdown: String {
        let grid = grid
        guard !grid.rows.isEmpty else { return "" }
        return """
            ## Latency by stage

            \(Self.introduction)

            \(grid.markdown)
            """
    }
}
