/// The reign of one leader of a partition; it rises by one with each election (KIP-101).
package struct LeaderEpoch: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    package var rawValue: Int32

    @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }
    @inlinable package init(_ rawValue: Int32) { self.rawValue = rawValue }

    /// The epoch of a partition's first leader.
    package static let initial = LeaderEpoch(0)

    @inlinable package static func < (a: LeaderEpoch, b: LeaderEpoch) -> Bool {
        a.rawValue < b.rawValue
    }
}

extension LeaderEpoch: CustomStringConvertible {
    package var description: String { "\(rawValue)" }
}
