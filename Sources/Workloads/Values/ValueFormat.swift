/// How the values of one kind are written in a workload file.
///
/// `read(write(value))` is `value` for every value in range.
struct ValueFormat<Value: Sendable>: Sendable {
    /// What a reader would accept, for messages: `a whole number in 1...10000`.
    let expected: String
    /// Reads a scalar's text, which is not empty.
    let read: @Sendable (String) throws(ValueProblem) -> Value
    /// The value's canonical text.
    let write: @Sendable (Value) -> String
}

extension ValueFormat {
    /// The same, or `word` for nil.
    func or(_ word: String) -> ValueFormat<Value?> {
        ValueFormat<Value?>(
            expected: "\(expected), or \(word)",
            read: { text throws(ValueProblem) in
                if text == word { return nil }
                do throws(ValueProblem) {
                    return try read(text)
                } catch {
                    throw ValueProblem("\(error.text), nor is it \(word)")
                }
            },
            write: { value in value.map(write) ?? word })
    }
}

extension ValueFormat where Value == Bool {
    /// `true` or `false`.
    static var truth: ValueFormat {
        ValueFormat(
            expected: "true or false",
            read: { text throws(ValueProblem) in
                guard let value = Bool(text) else {
                    throw ValueProblem("\(text.shown) is neither true nor false")
                }
                return value
            },
            write: { "\($0)" })
    }
}

extension ValueFormat where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One of the type's words; `synonyms` are read but not written.
    static func word(synonyms: [String: Value] = [:]) -> ValueFormat {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return ValueFormat(
            expected: "one of \(words)",
            read: { text throws(ValueProblem) in
                guard let value = Value(rawValue: text) ?? synonyms[text] else {
                    throw ValueProblem("\(text.shown) is not one of \(words)")
                }
                return value
            },
            write: { $0.rawValue })
    }
}
