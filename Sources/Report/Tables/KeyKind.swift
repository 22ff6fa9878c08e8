import RunResults

/// What a record's key promises about the order of its entity.
enum KeyKind: CaseIterable {
    /// Keyed by the entity: order is promised.
    case entity
    /// Keyed by something else: nothing is promised.
    case wrong
    /// Not keyed: nothing is promised.
    case none

    init(_ dimensions: RunDimensions) {
        if dimensions.keyDistribution.hasPrefix("none") {
            self = .none
        } else if dimensions.keyDistribution.hasPrefix("wrong") {
            self = .wrong
        } else {
            self = .entity
        }
    }

    /// Smaller stands first in the tables.
    var rank: Double {
        switch self {
        case .entity: 0
        case .wrong: 1
        case .none: 2
        }
    }

    /// As in "records with …".
    var phrase: String {
        switch self {
        case .entity: "records keyed by their entity"
        case .wrong: "records with the wrong key"
        case .none: "records without a key"
        }
    }
}
