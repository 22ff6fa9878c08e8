import RunResults

/// What a comparison must not show: `publish_p99_us > +10%`.
package struct FailCondition: Sendable, Equatable {
    package let column: String
    /// Whether it is about more, rather than about less.
    package let isAbove: Bool
    /// As a share of A, signed: 0.1 is 10 % more.
    package let bound: Double
    /// As it was written.
    package let text: String

    /// What a comparison says to a condition.
    package enum Outcome: String, Sendable, Hashable {
        /// The whole interval lies beyond the bound.
        case met
        /// No part of the interval lies beyond the bound.
        case notMet = "not met"
        /// The interval holds the bound, or there is none.
        case undecided
    }

    /// Reads `COLUMN > +N%` or `COLUMN < -N%`; spaces may be left out. With `>` comes a number
    /// not below 0 and with `<` one not above 0, so that no condition is met by equal sides.
    package init(parsing text: String) throws(ComparisonError) {
        let shape = "expected COLUMN > +N% or COLUMN < -N%, such as 'publish_p99_us > +10%'"
        guard let sign = text.firstIndex(where: { $0 == ">" || $0 == "<" }) else {
            throw .invalidCondition(text: text, problem: shape)
        }
        let isAbove = text[sign] == ">"
        let name = Self.trimmed(text[..<sign])
        var number = Self.trimmed(text[text.index(after: sign)...])
        guard !name.isEmpty, number.hasSuffix("%") else {
            throw .invalidCondition(text: text, problem: shape)
        }
        number = Self.trimmed(number.dropLast())
        guard let percent = Double(number), percent.isFinite else {
            throw .invalidCondition(text: text, problem: "'\(number)%' is no percentage; \(shape)")
        }
        guard isAbove ? percent >= 0 : percent <= 0 && percent > -100 else {
            throw .invalidCondition(
                text: text,
                problem: isAbove
                    ? "with '>' the percentage is not below 0; \(shape)"
                    : "with '<' the percentage is not above 0 and is above -100; \(shape)")
        }
        column = try ComparableColumn.named(name).name
        self.isAbove = isAbove
        bound = percent / 100
        self.text = text
    }

    /// What `comparison` says to it.
    package func outcome(in comparison: Comparison) -> Outcome {
        guard let difference = comparison.measure(column)?.difference else { return .undecided }
        let isMet = isAbove ? difference.low > bound : difference.high < bound
        if isMet { return .met }
        let isExcluded = isAbove ? difference.high <= bound : difference.low >= bound
        return isExcluded ? .notMet : .undecided
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    private static func trimmed(_ text: String) -> String { trimmed(text[...]) }
}
