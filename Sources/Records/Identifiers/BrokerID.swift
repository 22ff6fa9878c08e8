/// A broker of the cluster, from 0.
package struct BrokerID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    package var rawValue: Int32

    @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }
    @inlinable package init(_ rawValue: Int) { self.rawValue = Int32(truncatingIfNeeded: rawValue) }

    /// The number as an array index.
    @inlinable package var index: Int { Int(rawValue) }

    @inlinable package static func < (a: BrokerID, b: BrokerID) -> Bool {
        a.rawValue < b.rawValue
    }
}

extension BrokerID: CustomStringConvertible {
    package var description: String { "\(rawValue)" }
}
