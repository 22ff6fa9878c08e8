import TextTable

/// A table as values: rendered for a terminal or as Markdown.
struct Grid {
    struct Heading {
        var title: String
        /// Numbers stand at the right.
        var isNumber = true
        /// A name over this column and its neighbours with the same name; empty for none.
        var group = ""
    }

    var headings: [Heading]
    /// Each as long as `headings`.
    var rows: [[String]] = []

    /// A Markdown table, ending in a newline; empty without rows. Groups go into the headings.
    var markdown: String {
        let titles = headings.map { $0.group.isEmpty ? $0.title : "\($0.group) \($0.title)" }
        let table = TextTable<[String]> { row in
            columns(row.map(Self.escaped), titles: titles.map(Self.escaped))
        }
        return table.string(for: rows, style: Style.pipe) ?? ""
    }

    /// Columns two spaces apart, ending in a newline; empty without rows.
    var terminal: String {
        let table = TextTable<[String]> { row in columns(row, titles: headings.map(\.title)) }
        guard let text = table.string(for: rows, style: SpacedStyle.self) else { return "" }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if headings.contains(where: { !$0.group.isEmpty }), lines.count > 1 {
            lines.insert(groupLine(over: lines[1]), at: 0)
        }
        return lines.map(Self.withoutTrailingSpaces).joined(separator: "\n")
    }

    private func columns(_ row: [String], titles: [String]) -> [Column] {
        zip(row, zip(titles, headings)).map { cell, heading in
            Column(
                title: heading.0, value: cell, align: heading.1.isNumber ? .right : .left)
        }
    }

    /// The names of the groups, each centred over its columns. `rule` is the line of dashes,
    /// which shows where every column starts and ends.
    private func groupLine(over rule: String) -> String {
        var line = ""
        var position = 0
        var index = 0
        let widths = rule.split(separator: " ").map(\.count)
        while index < headings.count, index < widths.count {
            let group = headings[index].group
            var end = index
            while end + 1 < min(headings.count, widths.count), !group.isEmpty,
                headings[end + 1].group == group
            {
                end += 1
            }
            let width = widths[index...end].reduce(0, +) + 2 * (end - index)
            let indent = position + max(0, (width - group.count) / 2)
            line += String(repeating: " ", count: max(0, indent - line.count)) + group
            position += width + 2
            index = end + 1
        }
        return line
    }

    private static func escaped(_ cell: String) -> String {
        cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
            .split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func withoutTrailingSpaces(_ line: String) -> String {
        var line = line
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}

/// Columns two spaces apart under a line of dashes.
private enum SpacedStyle: TextTableStyle {
    static func prepare(_ text: String, for column: Column) -> String {
        Plain.prepare(text, for: column)
    }

    static func escape(_ text: String) -> String { text }
    static func begin(_ table: inout String, index: Int, columns: [Column]) {}
    static func end(_ table: inout String, index: Int, columns: [Column]) {}

    static func header(_ table: inout String, index: Int, columns: [Column]) {
        table += columns.map { $0.headerString(for: self) }.joined(separator: "  ") + "\n"
        table += columns.map { $0.repeated("-") }.joined(separator: "  ") + "\n"
    }

    static func row(_ table: inout String, index: Int, columns: [Column]) {
        table += columns.map { $0.string(for: self) }.joined(separator: "  ") + "\n"
    }
}
