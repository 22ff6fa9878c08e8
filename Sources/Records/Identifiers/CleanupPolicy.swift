/// `cleanup.policy`: what becomes of old records.
package enum CleanupPolicy: String, CaseIterable, Hashable, Sendable, Codable {
    /// Old segments go, by age and by size.
    case delete
    /// The latest record of each key stays; older ones go, and in time tombstones too.
    case compact
    /// Both: a compacted log loses its oldest segments as well.
    case compactAndDelete = "compact,delete"

    /// Whether older records of a key go.
    package var compacts: Bool { self != .delete }

    /// Whether segments go by age and size.
    package var deletes: Bool { self != .compact }
}
