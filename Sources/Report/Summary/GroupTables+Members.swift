import RunResults

extension GroupTables {
    /// A configuration has no more rows than this: those that paused longest, and one for the
    /// others.
    private static let rowsMax = 5

    /// A row for each member that had a rebalance, all repetitions together.
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
    var pausesMilliseconds: [Double] = []
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
            let (x, y) = (a.element.longest ?? -1, b.element.longest ?? -1)
            return x == y ? a.offset < b.offset : x > y
        }.map(\.element)
        let rest = sorted.dropFirst(limit - 1)
        return sorted.prefix(limit - 1)
            + [rest.reduce(into: MemberRow(name: "\(rest.count) others")) { $0.add($1) }]
    }

    private mutating func add(_ member: GroupResult.Member) {
        rebalances += member.rebalances
        pausesMilliseconds += member.pausesMilliseconds
        revokedPartitions += member.revokedPartitions
    }

    private mutating func add(_ other: MemberRow) {
        rebalances += other.rebalances
        pausesMilliseconds += other.pausesMilliseconds
        revokedPartitions += other.revokedPartitions
    }

    /// The longest pause, milliseconds; nil without one.
    private var longest: Double? { pausesMilliseconds.max() }

    var cells: [String] {
        let total = longest.map { _ in pausesMilliseconds.reduce(0, +) }
        return [name, NumberText.count(rebalances)]
            + [longest, total].map { time in
                time.map { NumberText.time(microseconds: $0 * 1e3) } ?? "n/a"
            } + [NumberText.count(revokedPartitions)]
    }
}
