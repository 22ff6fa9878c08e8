import RunResults

/// Where a bench ran and what all its runs had in common, a line each, for people.
struct SetupLines {
    private let bench: BenchResult
    private let summaries: [ConfigurationSummary]
    private let layout: Layout

    /// `summaries` are those of `bench`, sorted.
    init(_ bench: BenchResult, _ summaries: [ConfigurationSummary], layout: Layout) {
        self.bench = bench
        self.summaries = summaries
        self.layout = layout
    }

    var lines: [String] {
        let common = layout.common.map { $0.phrase(summaries.first?.dimensions ?? .init()) }
        let shared = common.isEmpty ? [] : ["In all runs: \(common.joined(separator: ", "))"]
        let following = layout.followingTexts(summaries).map { "Also set: \($0)" }
        let started =
            bench.environment.startedAt.isEmpty ? [] : ["Started: \(bench.environment.startedAt)"]
        return bench.environment.summaryLines + ["Runs: \(size)"] + shared + following + started
    }

    /// `66, 33 configurations with 2 repetitions, interleaved`.
    var size: String {
        let repetitions = Set(summaries.map(\.runs.count)).sorted()
        let count = Set([repetitions.first, repetitions.last].compactMap(\.self)).sorted()
            .map(String.init).joined(separator: " to ")
        let configurations =
            summaries.count == 1 ? "1 configuration" : "\(summaries.count) configurations"
        let repeated = count == "1" ? "1 repetition" : "\(count) repetitions"
        return "\(bench.runs.count), \(configurations) with \(repeated), interleaved"
    }
}
