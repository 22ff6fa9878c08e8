import RunResults

/// What records cost this machine, a row for each configuration.
struct CostTable {
    private let summaries: [ConfigurationSummary]
    private let environment: RunEnvironment
    private let layout: Layout
    private let marks: FlagMarks

    static let introduction = """
        CPU nanoseconds and heap allocations per acknowledged record, medians. Write \
        amplification is log bytes over bytes of keys and values; the last column is the log \
        bytes written per second over what one core appends.
        """

    /// `summaries` are sorted.
    init(
        _ summaries: [ConfigurationSummary], environment: RunEnvironment, layout: Layout,
        marks: FlagMarks
    ) {
        self.summaries = summaries
        self.environment = environment
        self.layout = layout
        self.marks = marks
    }

    var grid: Grid {
        let labels = layout.varying
        var grid = Grid(headings: labels.map(\.heading))
        grid.headings += [
            "acks", "engine ns", "generator ns", "checker ns", "allocations", "resident MB",
            "write amplification", "of append ceiling",
        ].map { Grid.Heading(title: $0) }
        for summary in summaries {
            let mark = marks.text(.cost, of: [summary])
            func cell(_ value: (RunResult) -> Double?, unit: String = "") -> String {
                summary.spread(of: value).map { NumberText.plain($0.median) + unit + mark } ?? "n/a"
            }
            grid.rows.append(
                labels.map { $0.text(summary.dimensions) } + [
                    summary.dimensions.acks,
                    cell(\.engineCPUNanosecondsPerRecord),
                    cell(\.generatorCPUNanosecondsPerRecord),
                    cell(\.checkerCPUNanosecondsPerRecord),
                    cell(\.allocationsPerRecord),
                    cell(\.residentMegabytes),
                    cell(\.writeAmplification),
                    cell({ $0.shareOfAppendCeiling(in: environment).map { 100 * $0 } }, unit: " %"),
                ])
        }
        return grid
    }
}
