/// A record's position in its partition: 0 for the first record ever written, never reused.
///
/// Offsets of one partition are dense unless compaction removed records.
public struct Offset: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    public var rawValue: Int64

    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
    @inlinable public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public static let zero = Offset(0)

    @inlinable public static func < (a: Offset, b: Offset) -> Bool { a.rawValue < b.rawValue }

    /// The offset `count` records further on.
    @inlinable public func advanced(by count: Int) -> Offset { Offset(rawValue + Int64(count)) }

    /// How many offsets lie from `other` up to this one; negative when `other` is later.
    @inlinable public func distance(from other: Offset) -> Int {
        Int(rawValue - other.rawValue)
    }
}

extension Offset: CustomStringConvertible {
    public var description: String { "\(rawValue)" }
}
