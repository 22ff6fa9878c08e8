/// The number of a partition within its topic, from 0.
package struct PartitionIndex: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    package var rawValue: Int32

    @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }
    @inlinable package init(_ rawValue: Int) { self.rawValue = Int32(truncatingIfNeeded: rawValue) }

    /// The number as an array index.
    @inlinable package var index: Int { Int(rawValue) }

    @inlinable package static func < (a: PartitionIndex, b: PartitionIndex) -> Bool {
        a.rawValue < b.rawValue
    }
}

extension PartitionIndex: CustomStringConvertible {
    package var description: String { "\(rawValue)" }
}
