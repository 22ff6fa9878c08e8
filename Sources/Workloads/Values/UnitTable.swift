/// The units of one quantity, in multiples of its smallest.
struct UnitTable: Sendable {
    /// The quantity's name in messages: `size`, `duration`.
    let quantity: String
    let example: String
    let units: [(name: String, size: Int)]

    /// `text` as a whole number of smallest units. A bare number counts `bareUnit`s where there is
    /// one; otherwise only 0 needs no unit.
    func whole(_ text: String, bareUnit: String?, bounds: String) throws(ValueProblem) -> Int {
        guard let amount = Quantity(text) else {
            throw ValueProblem("\(text.shown) is not a \(quantity) such as \(example)")
        }
        if amount.unit.isEmpty && amount.isZero { return 0 }
        guard let unit = amount.unit.isEmpty ? bareUnit : amount.unit else {
            throw ValueProblem(
                "\(text.shown) has no unit; expected a \(quantity) such as \(example) (\(names))")
        }
        guard let size = units.first(where: { $0.name == unit })?.size else {
            throw ValueProblem("\(text.shown) has no known unit; expected one of \(names)")
        }
        do throws(Quantity.Misfit) {
            return try amount.whole(times: size)
        } catch {
            switch error {
            case .tooLarge: throw ValueProblem("\(text.shown) is not in \(bounds)")
            case .notWhole:
                throw ValueProblem(
                    "\(text.shown) is not a whole number of \(units.first?.name ?? "units")")
            }
        }
    }

    private var names: String { units.map(\.name).joined(separator: ", ") }
}
