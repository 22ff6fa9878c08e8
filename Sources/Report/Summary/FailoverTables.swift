import RunResults

/// What faults did, per configuration. There is no table without a fault.
struct FailoverTables {
    private let summaries: [ConfigurationSummary]
    private let layout: Layout
    private let marks: FlagMarks

    /// `summaries` are sorted.
    init(_ summaries: [ConfigurationSummary], layout: Layout, marks: FlagMarks) {
        self.summaries = summaries.filter { $0.sum { $0.failover?.faults ?? 0 } > 0 }
        self.layout = layout
        self.marks = marks
    }

    static let introduction = """
        An *outage* of a partition lasts from a producer's last acknowledgement before a failed \
        attempt to its next one; a *failover* is an outage after which another leader \
        acknowledged. Times are medians over the repetitions, the longest failover is that of \
        all; counts are sums. *Permitted* losses are those that the settings promise nothing \
        against; any other is forbidden.
        """

    /// Whether no run had a fault.
    var isEmpty: Bool { summaries.isEmpty }

    /// Empty where no run had a fault.
    var markdown: String {
        guard !isEmpty else { return "" }
        return """
            ## Faults and failover

            \(Self.introduction)

            \(times.markdown)
            \(counts.markdown)
            """
    }

    /// Times and losses: a row for each configuration.
    var times: Grid {
        var grid = Grid(headings: labels)
        grid.headings += [
            "faults", "failovers", "failover p50", "longest", "unavailable", "lost acked",
        ].map { Grid.Heading(title: $0) }
        grid.headings.append(Grid.Heading(title: "permitted", isNumber: false))
        grid.headings.append(Grid.Heading(title: "forbidden"))
        for summary in summaries {
            let losses = summary.verification
            let mark = marks.text(.verification, of: [summary])
            grid.rows.append(
                label(summary) + [
                    count(summary) { $0.faults }, count(summary) { $0.failovers },
                    time(summary.spread { $0.failover?.failoverP50Milliseconds }?.median),
                    time(summary.spread { $0.failover?.failoverMaxMilliseconds }?.max),
                    time(summary.spread { $0.failover?.unavailableMilliseconds }?.median),
                    losses.lostAcknowledged.map { NumberText.count($0) + mark } ?? "n/a",
                    LossText.permissions(losses),
                    losses.lostForbidden.map { NumberText.count($0) + mark } ?? "n/a",
                ])
        }
        return grid
    }

    /// What clients and replicas went through: a row for each configuration.
    var counts: Grid {
        var grid = Grid(headings: labels)
        grid.headings += [
            "failed attempts", "retries", "duplicates", "reordered", "elections", "ISR shrinks",
            "ISR expansions", "min ISR refusals", "missing in log",
        ].map { Grid.Heading(title: $0) }
        for summary in summaries {
            let found = summary.verification
            let mark = marks.text(.verification, of: [summary])
            func known(_ count: Int?) -> String {
                count.map { NumberText.count($0) + mark } ?? "n/a"
            }
            grid.rows.append(
                label(summary) + [
                    count(summary) { $0.failedAttempts }, count(summary) { $0.retries },
                    known(found.checkedRecords > 0 ? found.duplicates : nil),
                    known(found.reorderings), count(summary) { $0.leaderElections },
                    count(summary) { $0.isrShrinks }, count(summary) { $0.isrExpansions },
                    count(summary) { $0.minISRRejections }, known(found.missingInLog),
                ])
        }
        return grid
    }

    private var labels: [Grid.Heading] {
        layout.varying.map(\.heading) + [Grid.Heading(title: "acks")]
    }

    private func label(_ summary: ConfigurationSummary) -> [String] {
        layout.varying.map { $0.text(summary.dimensions) } + [summary.dimensions.acks]
    }

    private func count(
        _ summary: ConfigurationSummary, _ path: (FailoverResult) -> Int
    ) -> String {
        NumberText.count(summary.sum { $0.failover.map(path) ?? 0 })
    }

    private func time(_ milliseconds: Double?) -> String {
        milliseconds.map { NumberText.time(microseconds: $0 * 1_000) } ?? "n/a"
    }
}
