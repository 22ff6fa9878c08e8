/// A record's position in its partition: 0 for the first record ever written, never reused.
///
/// Offsets of one partition are dense unless compaction removed records.
package struct Offset: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    package var rawValue: Int64

    @inlinable package init(rawValue: Int64) { self.rawValue = rawValue }
    @inlinable package init(_ rawValue: Int64) { self.rawValue = rawValue }

    package static let zero = Offset(0)

    @inlinable package static func < (a: Offset, b: Offset) -> Bool { a.rawValue < b.rawValue }

    /// The offset `count` records further on.
    @inlinable package func advanced(by count: Int) -> Offset { Offset(rawValue + Int64(count)) }

    /// How many offsets lie from `other` up to this one; negative when `other` is later.
    @inlinable package func distance(from other: Offset) -> Int {
        Int(rawValue - other.rawValue)
    }
}

extension Offset: CustomStringConvertible {
    package var description: String { "\(rawValue)" }
}
