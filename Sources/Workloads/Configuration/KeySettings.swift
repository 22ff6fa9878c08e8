/// The entities of the load and the keys that stand for them.
package struct KeySettings: Hashable, Sendable, Codable {
    /// How the entity of each record is drawn.
    package var distribution = KeyDistribution.uniform
    /// Which field of the entity becomes the record's key.
    package var field = KeyField.entity
    /// How many entities there are: at least 1, at least one for each producer.
    package var cardinality = 100_000
    /// The zipfian exponent: above 0. Read only where the distribution is zipfian.
    package var exponent = 0.99
    /// `key.size`, bytes: at least 8. Null keys have none.
    package var bytes = 8

    package init() {}
}

/// How the entity of each record is drawn.
package enum KeyDistribution: String, Hashable, Sendable, Codable, CaseIterable {
    case uniform
    case zipfian
}

/// What the record is keyed by. Order matters per entity whatever the key is.
public enum KeyField: String, Hashable, Sendable, Codable, CaseIterable {
    /// Keyed by the entity: the usual case, in which order is kept.
    case entity
    /// Keyed by another field, drawn independently of the entity: the wrong key.
    case wrong = "wrong-field"
    /// No key.
    case none
}
