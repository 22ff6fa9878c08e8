import Foundation

/// Pieces of gnuplot scripts.
enum PlotText {
    /// `text` as a string of gnuplot, on one line: nothing in it is an escape.
    static func quoted(_ text: String) -> String {
        let line = text.split(whereSeparator: { $0.isNewline || $0 == "\0" })
            .joined(separator: " ")
        return "'"
            + line.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''") + "'"
    }

    /// A number as gnuplot reads it; `NaN` leaves a gap.
    static func number(_ number: Double) -> String {
        number.isFinite ? String(format: "%.6g", number) : "NaN"
    }

    /// A block of data under a name that begins with `$`; nil is an empty line, which breaks a
    /// line that is drawn through the points.
    static func block(_ name: String, _ rows: [[Double]?]) -> String {
        let lines = rows.map { $0.map { $0.map(number).joined(separator: " ") } ?? "" }
        return "\(name) << EOD\n" + lines.joined(separator: "\n") + "\nEOD\n"
    }

    /// The plot command of several lines.
    static func plot(_ items: [String]) -> String {
        "plot " + items.joined(separator: ", \\\n     ") + "\n"
    }
}
