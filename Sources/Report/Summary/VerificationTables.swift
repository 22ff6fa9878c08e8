import RunResults

/// What the checker found, per configuration and per kind of key.
struct VerificationTables {
    private let summaries: [ConfigurationSummary]
    private let layout: Layout
    private let marks: FlagMarks

    /// `summaries` are sorted.
    init(_ summaries: [ConfigurationSummary], layout: Layout, marks: FlagMarks) {
        self.summaries = summaries
        self.layout = layout
        self.marks = marks
    }

    static let introduction = """
        Counts are sums over the repetitions. *Out of order* is a record processed after one of \
        the same entity with a higher sequence.
        """

    var markdown: String {
        """
        ## Order and durability

        \(Self.introduction)

        \(configurations.markdown)
        """
    }

    /// A row for each configuration in which something went wrong or is in doubt, and one for
    /// all the others with the same keys.
    var configurations: Grid {
        var grid = Grid(headings: Self.headings(first: "configuration"))
        for keys in keyDistributions {
            let members = summaries.filter { $0.dimensions.keyDistribution == keys }
            let notable = members.filter(Self.isNotable)
            let clean = members.filter { !Self.isNotable($0) }
            grid.rows += notable.map { row(label(of: $0), [$0]) }
            if !clean.isEmpty {
                let name = clean.count == 1 ? label(of: clean[0]) : "\(clean.count) configurations"
                let label = clean.count == 1 ? name : "keys \(keys): \(name)"
                grid.rows.append(row(notable.isEmpty ? label : "\(label), all others", clean))
            }
        }
        return grid
    }

    /// A row for each kind of keys.
    var grid: Grid {
        var grid = Grid(headings: Self.headings(first: "keys"))
        for keys in keyDistributions {
            grid.rows.append(
                row(keys, summaries.filter { $0.dimensions.keyDistribution == keys }))
        }
        return grid
    }

    private var keyDistributions: [String] {
        var seen: Set<String> = []
        let all = summaries.map(\.dimensions).filter { seen.insert($0.keyDistribution).inserted }
        // Stable within a kind: as the summaries are sorted.
        return KeyKind.allCases.flatMap { kind in all.filter { KeyKind($0) == kind } }
            .map(\.keyDistribution)
    }

    private static func isNotable(_ summary: ConfigurationSummary) -> Bool {
        summary.verification.foundAnything
            || summary.sum { $0.throughput.failedRecords } > 0
            || summary.flags.contains { $0.flag.doubts.contains(.verification) }
    }

    private func label(of summary: ConfigurationSummary) -> String {
        let lead = [Setting.keys, .rate]
        let rest = layout.varying.filter { !["keys", "rate"].contains($0.title) }
        return (lead + rest + [.acks]).phrases(summary.dimensions)
            .joined(separator: ", ")
    }

    private static func headings(first: String) -> [Grid.Heading] {
        [Grid.Heading(title: first, isNumber: false)]
            + [
                "checked", "out of order", "percent", "gaps", "duplicates", "lost acked", "refused",
            ].map { Grid.Heading(title: $0) }
    }

    private func row(_ label: String, _ members: [ConfigurationSummary]) -> [String] {
        let counts = members.reduce(VerificationCounts()) { $0 + $1.verification }
        let mark = marks.text(.verification, of: members)
        let refused = members.reduce(0) { $0 + $1.sum { $0.throughput.failedRecords } }
        func checked(_ count: Int) -> String {
            counts.checkedRecords > 0 ? NumberText.count(count) + mark : "n/a"
        }
        return [
            label,
            NumberText.amount(Double(counts.checkedRecords)) + mark,
            checked(counts.keyOrderViolations),
            counts.keyOrderViolationsPercent.map { NumberText.percent($0) + mark } ?? "n/a",
            checked(counts.keyGaps),
            checked(counts.duplicates),
            LossText.cell(counts) + (counts.lostAcknowledged == nil ? "" : mark),
            NumberText.count(refused) + mark,
        ]
    }
}
