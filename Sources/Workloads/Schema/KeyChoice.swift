/// `records.key.distribution` as a file writes it: one word for how entities are drawn and for
/// what records are keyed by.
enum KeyChoice: String, CaseIterable, Sendable {
    case uniform
    case zipfian
    case hotSet = "hot-set"
    case sequential
    case latest
    case histogram
    /// Null keys; entities are drawn uniformly.
    case none
    /// Keyed by another field; entities are drawn uniformly.
    case wrongField = "wrong-field"

    /// How entities are drawn.
    var distribution: KeyDistribution { KeyDistribution(rawValue: rawValue) ?? .uniform }

    /// What records are keyed by.
    var field: KeyField {
        switch self {
        case .none: .none
        case .wrongField: .wrong
        default: .entity
        }
    }
}

extension KeySettings {
    /// The two settings behind the file's word.
    var choice: KeyChoice {
        get {
            switch field {
            case .entity: KeyChoice(rawValue: distribution.rawValue) ?? .uniform
            case .wrong: .wrongField
            case .none: .none
            }
        }
        set {
            distribution = newValue.distribution
            field = newValue.field
        }
    }
}

extension ValueFormat where Value == HotKeys {
    /// A part of the entities below 1, or a whole number of them.
    static var hotKeys: ValueFormat {
        let expected = "a part of the keys below 1, such as 0.1, or how many, such as 100"
        return ValueFormat(
            expected: expected,
            read: { text throws(ValueProblem) in
                if let count = Int(text), (1...1 << 30).contains(count) { return .count(count) }
                guard let share = Quantity(text), share.unit.isEmpty, share.value > 0,
                    share.value < 1
                else { throw ValueProblem("\(text.shown) is not \(expected)") }
                return .share(share.value)
            },
            write: { keys in
                switch keys {
                case .share(let share): share.plainText
                case .count(let count): "\(count)"
                }
            })
    }
}
