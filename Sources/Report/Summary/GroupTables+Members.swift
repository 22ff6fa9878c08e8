import RunResults

extension GroupTables {
    /// A configuration has no more rows than this: those that paused longest, and one for the
    /// others.
    private static let rowsMax = 5

    /// A row for each member that took part in a rebalance, all repetitions together.
    var members: Grid {
        var grid = Grid(headings: layout.varying.map(\.heading))
        grid.headings.append(Grid.Heading(title: "member", isNumber: false))
        grid.headings += ["rebalances", "longest pause", "pauses together", "revoked"]
            .map { Grid.Heading(title: $0) }
        for summary in summaries {
            let labels = layout.varying.map { $0.text(summary.dimensions) }
            grid.rows += MemberRow.rows(of: summary.runs, atMost: Self.rowsMax)
                .map { labels + $0.cells }
        }
        return grid
    }
}

/// What befell a member, or some together.
private struct MemberRow {
    var name: String
    var rebalances = 0
    var longestMilliseconds = 0.0
    var totalMilliseconds = 0.0
    var revokedPartitions = 0

    init(name: String) { self.name = name }

    static func rows(of runs: [RunResult], atMost limit: Int) -> [MemberRow] {
        var order: [String] = []
        var rows: [String: MemberRow] = [:]
        for member in runs.flatMap({ $0.group?.subscribed?.members ?? [] }) {
            if rows[member.name] == nil { order.append(member.name) }
            rows[member.name, default: MemberRow(name: member.name)].add(member)
        }
        let all = order.compactMap { rows[$0] }
        guard all.count > limit else { return all }
        let sorted = all.enumerated().sorted { a, b in
            let (x, y) = (a.element.longestMilliseconds, b.element.longestMilliseconds)
            return x == y ? a.offset < b.offset : x > y
        }.map(\.element)
        let rest = sorted.dropFirst(limit - 1)
        return sorted.prefix(limit - 1)
            + [rest.reduce(into: MemberRow(name: "\(rest.count) others")) { $0.add($1) }]
    }

    private mutating func add(_ member: GroupResult.Member) {
        rebalances += member.rebalances
        longestMilliseconds = max(longestMilliseconds, member.pauseMaxMilliseconds)
        totalMilliseconds += member.pauseTotalMilliseconds
        revokedPartitions += member.revokedPartitions
    }

    private mutating func add(_ other: MemberRow) {
        rebalances += other.rebalances
        longestMilliseconds = max(longestMilliseconds, other.longestMilliseconds)
        totalMilliseconds += other.totalMilliseconds
        revokedPartitions += other.revokedPartitions
    }

    var cells: [String] {
        [
            name, NumberText.count(rebalances),
            NumberText.time(microseconds: longestMilliseconds * 1e3),
            NumberText.time(microseconds: totalMilliseconds * 1e3),
            NumberText.count(revokedPartitions),
        ]
    }
}
