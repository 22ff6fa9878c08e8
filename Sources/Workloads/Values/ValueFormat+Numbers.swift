extension ValueFormat where Value: FixedWidthInteger {
    /// A whole number without a unit.
    static func wholeNumber(_ range: ClosedRange<Value>) -> ValueFormat {
        let bounds = "\(range.lowerBound)...\(range.upperBound)"
        return ValueFormat(
            expected: "a whole number in \(bounds)",
            read: { text throws(ValueProblem) in
                let digits = text.first == "-" ? text.dropFirst() : text[...]
                guard !digits.isEmpty, digits.allSatisfy({ "0" <= $0 && $0 <= "9" }) else {
                    throw ValueProblem("\(text.shown) is not a whole number in \(bounds)")
                }
                guard let value = Value(text), range.contains(value) else {
                    throw ValueProblem("\(text.shown) is not in \(bounds)")
                }
                return value
            },
            write: { "\($0)" })
    }
}

extension ValueFormat where Value == Double {
    /// A decimal number without a unit.
    static func number(_ range: ClosedRange<Double>) -> ValueFormat {
        let bounds = "\(range.lowerBound.plainText)...\(range.upperBound.plainText)"
        return ValueFormat(
            expected: "a number in \(bounds)",
            read: { text throws(ValueProblem) in
                guard let quantity = Quantity(text), quantity.unit.isEmpty else {
                    throw ValueProblem("\(text.shown) is not a number in \(bounds)")
                }
                guard range.contains(quantity.value) else {
                    throw ValueProblem("\(text.shown) is not in \(bounds)")
                }
                return quantity.value
            },
            write: { $0.plainText })
    }
}

extension ValueFormat where Value == Int {
    /// A size in bytes. `smallest` says why there is a smallest size.
    static func bytes(_ range: ClosedRange<Int>, smallest: String? = nil) -> ValueFormat {
        let bounds = "\(range.lowerBound.byteText)...\(range.upperBound.byteText)"
        return ValueFormat(
            expected: "a size in \(bounds), such as 64KiB",
            read: { text throws(ValueProblem) in
                let value = try byteUnits.whole(text, bareUnit: "B", bounds: bounds)
                if let smallest, value < range.lowerBound {
                    throw ValueProblem(
                        "\(text.shown) is below \(range.lowerBound.byteText): \(smallest)")
                }
                guard range.contains(value) else {
                    throw ValueProblem("\(text.shown) is not in \(bounds)")
                }
                return value
            },
            write: { $0.byteText })
    }

    private static var byteUnits: UnitTable {
        UnitTable(
            quantity: "size", example: "64KiB",
            units: [
                ("B", 1), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
                ("TB", 1_000_000_000_000), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
                ("TiB", 1 << 40),
            ])
    }
}

extension Int {
    /// A count of bytes in the largest binary unit that leaves no fraction: `64KiB`, `92B`.
    var byteText: String {
        let units: [(Int, String)] = [
            (1 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"),
        ]
        for (size, name) in units where self != 0 && self % size == 0 {
            return "\(self / size)\(name)"
        }
        return "\(self)B"
    }
}

extension Double {
    /// Without a fraction where there is none, and never with an exponent: `2`, `0.99`,
    /// `0.00005`.
    var plainText: String {
        if self == rounded() && abs(self) < 1e15 { return "\(Int(self))" }
        let text = "\(self)"
        guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[mark...].dropFirst())
        else { return text }
        let parts = text[..<mark].drop { $0 == "-" }.split(separator: ".")
        let whole = parts.first ?? "0"
        let digits = whole + (parts.dropFirst().first ?? "")
        let point = whole.count + exponent
        let sign = self < 0 ? "-" : ""
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        // Large numbers get an exponent only where all their digits are before the point.
        return sign + digits + String(repeating: "0", count: max(0, point - digits.count))
    }
}
