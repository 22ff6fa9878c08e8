import Records
package import RunResults

/// A claim about one column of the results: `duplicates > 0`; or with a cell, counted from 0, and
/// against the same column of another: `consumed_records_per_s@2 >= 1.7 of 1`; or against another
/// column of the same cell: `moved_keys_percent <= 1.05 of moved_keys_expected_percent`.
package struct PitfallClaim: Sendable {
    package enum Comparison: String, Hashable, Sendable, CaseIterable {
        case above = ">"
        case atLeast = ">="
        case below = "<"
        case atMost = "<="
        case equal = "="
    }

    /// What `number` is a multiple of.
    package enum Reference: Sendable {
        /// The same column of this cell.
        case cell(Int)
        /// This column of the same cell.
        case column(ResultColumn)
    }

    package let column: ResultColumn
    /// The cell that it is about: where the claim names none, the first one for damage and the
    /// last one for the fix.
    package let cell: Int
    /// Whether the claim names its cell.
    package let namesCell: Bool
    package let comparison: Comparison
    package let number: Double
    /// Nil where `number` is the bound itself.
    package let reference: Reference?
    /// As it was written.
    package let text: String
    private let place: SourcePlace

    private static let expected =
        "expected COLUMN > NUMBER, such as 'duplicates > 0', with >, >=, <, <= or =, COLUMN@CELL "
        + "for another cell, and 'of CELL' or 'of COLUMN' for a multiple"

    /// - Parameters:
    ///   - home: the cell that it is about where it names none.
    ///   - cells: how many there are.
    init(
        _ text: String, at place: SourcePlace, home: Int, cells: Int
    ) throws(WorkloadError) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 3 || (words.count == 5 && words[3] == "of"),
            let comparison = Comparison(rawValue: words[1]), let number = Double(words[2]),
            number.isFinite
        else {
            throw .invalid(place: place, problem: "pitfall: \(Self.expected), found \(text.shown)")
        }
        let name = words[0].split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        let named = name.count == 2 ? Int(name[1]) : nil
        guard name.count == 1 || (name.count == 2 && named != nil) else {
            throw .invalid(place: place, problem: "pitfall: \(Self.expected), found \(text.shown)")
        }
        self.comparison = comparison
        self.number = number
        self.text = text
        self.place = place
        cell = named ?? home
        namesCell = named != nil
        do throws(Unknown) {
            column = try Self.column(name[0])
            reference = words.count == 5 ? try Self.reference(words[4]) : nil
        } catch {
            throw .invalid(place: place, problem: "pitfall: \(text): \(error.reason)")
        }
        try check(cell, of: cells)
        if case .cell(let other) = reference { try check(other, of: cells) }
    }

    private struct Unknown: Error { let reason: String }

    private static func column(_ name: String) throws(Unknown) -> ResultColumn {
        if let column = ResultColumn.all.first(where: { $0.name == name }) {
            guard [.measure, .count].contains(column.role) else {
                throw Unknown(reason: "the column \(name) says what was set and measures nothing")
            }
            return column
        }
        let near = NearestName.among(ResultColumn.all.map(\.name), to: name)
        throw Unknown(
            reason: "there is no column \(name); "
                + (near.map { "did you mean '\($0)'?" } ?? "Results/README.md lists them"))
    }

    private static func reference(_ text: String) throws(Unknown) -> Reference {
        if let cell = Int(text) { return .cell(cell) }
        return .column(try column(text))
    }

    private func check(_ cell: Int, of cells: Int) throws(WorkloadError) {
        guard (0..<cells).contains(cell) else {
            throw error("cell \(cell) does not exist: there are 0...\(cells - 1)")
        }
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
    func error(_ problem: String) -> WorkloadError {
        .invalid(place: place, problem: "pitfall: \(text): \(problem)")
    }
}
