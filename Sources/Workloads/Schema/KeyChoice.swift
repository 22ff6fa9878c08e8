/// `records.key.distribution` as a file writes it: one word for how entities are drawn and for
/// what records are keyed by.
enum KeyChoice: String, CaseIterable, Sendable {
    case uniform
    case zipfian
    /// Null keys; entities are drawn uniformly.
    case none
    /// Keyed by another field; entities are drawn uniformly.
    case wrongField = "wrong-field"
}

extension KeySettings {
    /// The two settings behind the file's word.
    var choice: KeyChoice {
        get {
            switch field {
            case .entity: distribution == .zipfian ? .zipfian : .uniform
            case .wrong: .wrongField
            case .none: .none
            }
        }
        set {
            distribution = newValue == .zipfian ? .zipfian : .uniform
            switch newValue {
            case .uniform, .zipfian: field = .entity
            case .wrongField: field = .wrong
            case .none: field = .none
            }
        }
    }
}
