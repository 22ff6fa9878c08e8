/// The entities of the load and the keys that stand for them.
package struct KeySettings: Hashable, Sendable, Codable {
    /// How the entity of each record is drawn.
    package var distribution = KeyDistribution.uniform
    /// Which field of the entity becomes the record's key.
    package var field = KeyField.entity
    /// How many entities there are: at least 1, at least one for each producer; where the
    /// distribution is a histogram, as many as it has weights.
    package var cardinality = 100_000
    /// The zipfian exponent: above 0. Read only where the distribution is zipfian or latest.
    package var exponent = 0.99
    /// `hot.share`: the part of the records that goes to hot entities, within 0 and 1. This and
    /// `hotKeys` are read only for a hot set.
    package var hotShare = 0.9
    /// `hot.keys`: how many entities are hot.
    package var hotKeys = HotKeys.share(0.1)
    /// A producer's records for each new entity, at least 1. Read only for latest.
    package var turnover = 10
    /// Where the distribution is a histogram.
    package var histogram: KeyHistogram?
    /// `key.size`, bytes: at least 8. Null keys have none.
    package var bytes = 8

    package init() {}

    /// How many entities are hot: at least 1.
    package var hotCount: Int {
        switch hotKeys {
        case .count(let count): count
        case .share(let share): max(1, Int((share * Double(cardinality)).rounded()))
        }
    }
}

/// How the entity of each record is drawn.
package enum KeyDistribution: String, Hashable, Sendable, Codable, CaseIterable {
    case uniform
    case zipfian
    /// Few entities, equally likely among themselves, get most records.
    case hotSet = "hot-set"
    /// Each producer goes round its entities.
    case sequential
    /// Zipfian over recency: the newest entity is the most likely.
    case latest
    /// Each entity as likely as its weight in a file.
    case histogram
}

/// How many entities of a hot set are hot.
package enum HotKeys: Hashable, Sendable, Codable {
    /// A part of all, within 0 and 1.
    case share(Double)
    /// At least 1, fewer than all.
    case count(Int)
}

/// The weight of each entity, from a file. Cells share it.
package final class KeyHistogram: Hashable, Sendable, Codable {
    /// The file as the workload names it.
    package let path: String
    /// At least one, each above 0.
    package let weights: [Double]

    package init(path: String, weights: [Double]) {
        self.path = path
        self.weights = weights
    }

    package static func == (a: KeyHistogram, b: KeyHistogram) -> Bool {
        a === b || a.path == b.path && a.weights == b.weights
    }

    /// The file's name without folders, and a digest of what it holds.
    package var label: String { HistogramDigest.label(path, of: weights.map(\.bitPattern)) }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(weights.count)
    }
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
