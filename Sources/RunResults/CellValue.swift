/// One cell of `runs.csv`.
package enum CellValue: Sendable, Equatable {
    case text(String)
    case count(Int)
    case number(Double)
    /// A percentile with fewer than ten samples beyond it: an empty cell.
    case tooFewSamples
    /// The run does not have the value: `n/a`, never 0.
    case notAvailable

    /// `.number`, or `.notAvailable` for nil.
    package init(_ number: Double?) {
        self = number.map { .number($0) } ?? .notAvailable
    }

    /// The cell's text before CSV quoting. Numbers are decimal, without exponent or thousands
    /// separators: six decimals below 1,000, three from there on, trailing zeros left out.
    package var csvText: String {
        switch self {
        case .text(let text): text
        case .count(let count): String(count)
        case .number(let number): Self.decimalText(number)
        case .tooFewSamples: ""
        case .notAvailable: "n/a"
        }
    }

    /// The value as a number; nil where it is none.
    package var number: Double? {
        switch self {
        case .count(let count): Double(count)
        case .number(let number): number.isFinite ? number : nil
        case .text, .tooFewSamples, .notAvailable: nil
        }
    }

    private static func decimalText(_ number: Double) -> String {
        guard number.isFinite else { return "n/a" }
        let magnitude = number.magnitude
        // Beyond 2^53 a Double holds no fraction, and its thousandfold does not fit in 64 bits.
        if magnitude >= 9e15 { return "\(number)" }
        let decimals = magnitude < 1_000 ? 6 : 3
        let scale = magnitude < 1_000 ? 1e6 : 1e3
        let scaled = Int64((magnitude * scale).rounded())
        let whole = scaled / Int64(scale)
        var fraction = String(scaled % Int64(scale))
        fraction = String(repeating: "0", count: decimals - fraction.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = number < 0 && scaled > 0 ? "-" : ""
        return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }
}
