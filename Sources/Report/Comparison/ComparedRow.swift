import Foundation

/// A row of `comparison.csv`: a measure of a comparison.
struct ComparedRow: Equatable {
    /// What tells this comparison from the others; empty where it is the only one.
    var configuration: String
    var a: String
    var b: String
    var isPaired: Bool
    var measure: String
    var isPrimary: Bool
    var aMedian: Double?
    var bMedian: Double?
    var pairs: Int
    /// B against A, and the interval, as shares of A; nil where nothing could be compared.
    var difference: Double?
    var low: Double?
    var high: Double?
    /// Shares of 1.
    var confidence: Double
    var margin: Double
    /// `n/a` where nothing could be compared.
    var verdict: String
    /// A share of A.
    var detectable: Double?
    /// Honesty flags of a side, as `not-steady 2/8;fell-behind 1/8`.
    var aFlags: String
    var bFlags: String

    /// The rows of a `comparison.csv` whose text this is. Throws `brokenFile` for the first row
    /// that is none, under the name of `path`.
    static func rows(of text: String, path: String) throws(ReportError) -> [ComparedRow] {
        let table = CSVText.rows(of: text)
        guard let names = table.first else {
            throw ReportError.brokenFile(path: path, reason: "it is empty")
        }
        // Older files do not tell their configurations apart.
        for name in ComparisonCSV.columns.dropFirst() where !names.contains(name) {
            throw ReportError.brokenFile(path: path, reason: "it has no column \(name)")
        }
        var rows: [ComparedRow] = []
        for (index, fields) in table.dropFirst().enumerated() {
            guard fields.count == names.count else {
                throw ReportError.brokenFile(
                    path: path,
                    reason: "row \(index + 2) has \(fields.count) fields, not \(names.count)")
            }
            do throws(BadField) {
                rows.append(try ComparedRow(Array(zip(names, fields))))
            } catch {
                throw ReportError.brokenFile(
                    path: path,
                    reason: "row \(index + 2), \(error.name): \(error.value) is no number")
            }
        }
        return rows
    }

    private struct BadField: Error {
        var name: String
        var value: String
    }

    /// `fields` hold every column of `ComparisonCSV`.
    private init(_ fields: [(name: String, value: String)]) throws(BadField) {
        let byName = Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
        func text(_ name: String) -> String { byName[name] ?? "" }
        func number(_ name: String) throws(BadField) -> Double? {
            let value = text(name)
            guard value != "n/a" else { return nil }
            guard let number = Double(value), number.isFinite else {
                throw BadField(name: name, value: value)
            }
            return number
        }
        func share(_ name: String) throws(BadField) -> Double? {
            try number(name).map { $0 / 100 }
        }
        configuration = text("configuration")
        a = text("a")
        b = text("b")
        isPaired = text("paired") == "true"
        measure = text("measure")
        isPrimary = text("primary") == "true"
        aMedian = try number("a_median")
        bMedian = try number("b_median")
        pairs = try number("pairs").flatMap { Int(exactly: $0) } ?? 0
        difference = try share("difference_percent")
        low = try share("interval_low_percent")
        high = try share("interval_high_percent")
        confidence = try share("confidence_percent") ?? 0
        margin = try share("margin_percent") ?? 0
        verdict = text("verdict")
        detectable = try share("detectable_percent")
        aFlags = text("a_flags")
        bFlags = text("b_flags")
    }
}
