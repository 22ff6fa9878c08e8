/// The reign of one leader of a partition; it rises by one with each election (KIP-101).
public struct LeaderEpoch: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    public var rawValue: Int32

    @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
    @inlinable public init(_ rawValue: Int32) { self.rawValue = rawValue }

    /// The epoch of a partition's first leader.
    public static let initial = LeaderEpoch(0)

    @inlinable public static func < (a: LeaderEpoch, b: LeaderEpoch) -> Bool {
        a.rawValue < b.rawValue
    }
}

extension LeaderEpoch: CustomStringConvertible {
    public var description: String { "\(rawValue)" }
}
