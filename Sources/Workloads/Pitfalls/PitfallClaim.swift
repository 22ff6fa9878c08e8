/// A claim about one column of the results: `duplicates > 0`, or with a cell, counted from 0, and
/// against the same column of another: `consumed_records_per_s@2 >= 1.7 of 1`.
package struct PitfallClaim: Hashable, Sendable {
    package enum Comparison: String, Hashable, Sendable, CaseIterable {
        case above = ">"
        case atLeast = ">="
        case below = "<"
        case atMost = "<="
        case equal = "="
    }

    package let column: String
    /// Which cell it is about; nil where that goes without saying.
    package let cell: Int?
    package let comparison: Comparison
    package let number: Double
    /// The cell whose value `number` is a multiple of; nil where `number` is the bound itself.
    package let reference: Int?
    /// As it was written.
    package let text: String
    private let place: SourcePlace

    private static let expected =
        "expected COLUMN > NUMBER, such as 'duplicates > 0', with >, >=, <, <= or =, COLUMN@CELL "
        + "for another cell, and 'of CELL' for a multiple"

    init(_ text: String, at place: SourcePlace) throws(WorkloadError) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 3 || (words.count == 5 && words[3] == "of"),
            let comparison = Comparison(rawValue: words[1]), let number = Double(words[2]),
            number.isFinite
        else {
            throw .invalid(place: place, problem: "pitfall: \(Self.expected), found \(text.shown)")
        }
        let name = words[0].split(separator: "@", omittingEmptySubsequences: false)
        cell = name.count == 2 ? Int(name[1]) : nil
        reference = words.count == 5 ? Int(words[4]) : nil
        guard name.count == 1 || (name.count == 2 && cell != nil),
            words.count == 3 || reference != nil
        else {
            throw .invalid(place: place, problem: "pitfall: \(Self.expected), found \(text.shown)")
        }
        column = String(name[0])
        self.comparison = comparison
        self.number = number
        self.text = text
        self.place = place
    }

    /// Whether `value` holds against `bound`.
    package func holds(_ value: Double, _ bound: Double) -> Bool {
        switch comparison {
        case .above: value > bound
        case .atLeast: value >= bound
        case .below: value < bound
        case .atMost: value <= bound
        case .equal: value == bound
        }
    }

    /// An error about this claim.
    package func error(_ problem: String) -> WorkloadError {
        .invalid(place: place, problem: "pitfall: \(text): \(problem)")
    }
}
