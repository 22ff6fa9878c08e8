import RunResults

/// What became of the groups, per configuration. There is no table where nothing is to be told:
/// no group subscribed, nobody idled, and no backlog was built.
struct GroupTables {
    let summaries: [ConfigurationSummary]
    /// Of the bench, those without anything to tell included.
    private let configurationCount: Int
    let layout: Layout

    /// `summaries` are sorted.
    init(_ summaries: [ConfigurationSummary], layout: Layout) {
        self.summaries = summaries.filter(Self.isNotable)
        configurationCount = summaries.count
        self.layout = layout
    }

    private static func isNotable(_ summary: ConfigurationSummary) -> Bool {
        summary.runs.contains { run in
            guard let group = run.group else { return false }
            return group.subscribed != nil || group.backlog != nil || !group.idleMembers.isEmpty
                || group.passedByRetention > 0
        }
    }

    static let introduction = """
        A *pause* is how long a member with partitions stopped reading for a rebalance; a \
        *takeover* lasts from the end of a member's process until the last of its partitions was \
        read again. A partition *stops* where its owner leaves it and some member reads it on \
        later, and *moves* where that is another; the *hand-over* is the time between. Times are \
        medians over the repetitions, the longest are those of all; counts are sums.
        """

    /// Whether there is nothing to tell.
    var isEmpty: Bool { summaries.isEmpty }

    /// Empty where there is nothing to tell.
    var markdown: String {
        guard !isEmpty else { return "" }
        let parts = [
            "## Groups\n\n\(Self.introduction)\n",
            rebalances.rows.isEmpty ? "" : rebalances.markdown,
            members.rows.isEmpty ? "" : members.markdown,
            backlogs.rows.isEmpty ? "" : backlogs.markdown,
            idle.map { "- \($0)\n" }.joined(),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// A row for each configuration whose groups subscribe, or passed over records.
    var rebalances: Grid {
        var grid = Grid(headings: layout.varying.map(\.heading))
        grid.headings += [
            "rebalances", "pause p50", "pause p99", "longest", "revoked", "stopped", "moved",
            "hand-over", "takeover", "reread", "lost to group", "skipped", "committed lag",
            "failed commits",
        ].map { Grid.Heading(title: $0) }
        for summary in summaries {
            let subscribes = summary.runs.contains { $0.group?.subscribed != nil }
            guard subscribes || sum(summary, \.passedByRetention) > 0 else { continue }
            grid.rows.append(
                layout.varying.map { $0.text(summary.dimensions) } + [
                    count(summary) { $0.subscribed?.rebalances },
                    time(summary, \.median) { $0.subscribed?.pauseP50Milliseconds },
                    time(summary, \.median) { $0.subscribed?.pauseP99Milliseconds },
                    time(summary, \.max) { $0.subscribed?.pauseMaxMilliseconds },
                    count(summary) { $0.subscribed?.revokedPartitions },
                    count(summary) { $0.subscribed?.stoppedPartitions },
                    count(summary) { $0.subscribed?.movedPartitions },
                    time(summary, \.max) { $0.subscribed?.handoverMaxMilliseconds },
                    time(summary, \.max) { $0.subscribed?.takeoverMaxMilliseconds },
                    count(summary) { $0.rereads }, count(summary) { $0.passedByCommit },
                    count(summary) { $0.passedByRetention },
                    spread(summary, \.max) {
                        $0.subscribed.map { Double($0.committedLagMaxRecords) }
                    }
                    .map { NumberText.count(Int($0)) } ?? "n/a",
                    count(summary) { $0.subscribed?.failedCommits },
                ])
        }
        return grid
    }

    /// A row for each configuration with a backlog.
    var backlogs: Grid {
        var grid = Grid(headings: layout.varying.map(\.heading))
        grid.headings += [
            "backlog records", "building records/s", "catch-up", "acked records/s meanwhile",
            "slowdown",
        ].map { Grid.Heading(title: $0) }
        for summary in summaries where summary.runs.contains(where: { $0.group?.backlog != nil }) {
            let isShort = summary.runs.contains { $0.group?.backlog?.isBuilt == false }
            func number(_ path: (GroupResult.Backlog) -> Double?) -> String {
                spread(summary, \.median) { $0.backlog.flatMap(path) }
                    .map { NumberText.amount($0) } ?? "n/a"
            }
            grid.rows.append(
                layout.varying.map { $0.text(summary.dimensions) } + [
                    number { Double($0.records) } + (isShort ? ", not all that was asked for" : ""),
                    number { $0.buildRecordsPerSecond },
                    time(summary, \.median) { $0.backlog?.catchUpSeconds.map { $0 * 1e3 } },
                    number { $0.catchUpRecordsPerSecond },
                    spread(summary, \.median) { $0.backlog?.slowdownPercent }
                        .map { NumberText.amount($0) + " %" } ?? "n/a",
                ])
        }
        return grid
    }

    /// The members that idled, by name: a sentence for all configurations with the same ones.
    var idle: [String] {
        var order: [[String]] = []
        var parts: [[String]: [ConfigurationSummary]] = [:]
        for summary in summaries {
            var seen: Set<String> = []
            let names = summary.runs.flatMap { $0.group?.idleMembers ?? [] }
                .filter { seen.insert($0).inserted }
            guard !names.isEmpty else { continue }
            if parts[names] == nil { order.append(names) }
            parts[names, default: []].append(summary)
        }
        return order.map { idle($0, in: parts[$0] ?? []) }
    }

    private func idle(_ names: [String], in part: [ConfigurationSummary]) -> String {
        let common = layout.varying.filter { setting in
            Set(part.map { setting.text($0.dimensions) }).count == 1
        }
        let label = part.first.map { first in
            common.phrases(first.dimensions).joined(separator: ", ")
        }
        let place = label.map { $0.isEmpty ? "" : " (\($0))" } ?? ""
        let share =
            part.count > 1 ? ", in \(part.count) of \(configurationCount) configurations" : ""
        let rest = names.count - 8
        let list = names.prefix(8).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
        return "Idle, without a partition\(share)\(place): \(list)"
    }

    private func sum(_ summary: ConfigurationSummary, _ path: (GroupResult) -> Int) -> Int {
        summary.sum { $0.group.map(path) ?? 0 }
    }

    private func count(
        _ summary: ConfigurationSummary, _ path: (GroupResult) -> Int?
    ) -> String {
        let known = summary.runs.compactMap { $0.group.flatMap(path) }
        return known.isEmpty ? "n/a" : NumberText.count(known.reduce(0, +))
    }

    private func spread(
        _ summary: ConfigurationSummary, _ value: KeyPath<Spread, Double>,
        _ path: (GroupResult) -> Double?
    ) -> Double? {
        summary.spread { $0.group.flatMap(path) }?[keyPath: value]
    }

    private func time(
        _ summary: ConfigurationSummary, _ value: KeyPath<Spread, Double>,
        _ milliseconds: (GroupResult) -> Double?
    ) -> String {
        spread(summary, value, milliseconds).map { NumberText.time(microseconds: $0 * 1_000) }
            ?? "n/a"
    }
}
