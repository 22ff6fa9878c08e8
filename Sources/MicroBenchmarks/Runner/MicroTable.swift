/// Results as aligned text.
package enum MicroTable {
    private static let headings = ["benchmark", "per", "min ns", "median ns", "allocations"]

    /// The head of the table; `names` are those of the rows to come.
    package static func head(names: [String]) -> String {
        line(headings, nameWidth: nameWidth(names))
    }

    /// One row; `names` are those of all rows.
    package static func row(_ result: MicroResult, names: [String]) -> String {
        let cells = [
            result.name, result.operation, number(result.minimum), number(result.median),
            result.allocations.map { number($0, decimals: 3) } ?? "n/a",
        ]
        return line(cells, nameWidth: nameWidth(names))
    }

    private static func nameWidth(_ names: [String]) -> Int {
        max(headings[0].count, names.map(\.count).max() ?? 0)
    }

    private static func line(_ cells: [String], nameWidth: Int) -> String {
        let widths = [nameWidth, 14, 10, 10, 11]
        return zip(cells, widths).enumerated().map { index, column in
            let padding = String(repeating: " ", count: max(0, column.1 - column.0.count))
            return index < 2 ? column.0 + padding : padding + column.0
        }.joined(separator: "  ")
    }

    /// A number from 0 on, rounded: one decimal below 1,000 and none above, unless told.
    static func number(_ value: Double, decimals: Int? = nil) -> String {
        let digits = decimals ?? (value < 1_000 ? 1 : 0)
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((value * Double(scale)).rounded())
        guard digits > 0 else { return "\(scaled)" }
        let fraction = String(scaled % scale)
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return "\(scaled / scale).\(zeros)\(fraction)"
    }
}
