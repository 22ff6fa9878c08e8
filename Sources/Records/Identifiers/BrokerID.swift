/// A broker of the cluster, from 0.
public struct BrokerID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    public var rawValue: Int32

    @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
    @inlinable public init(_ rawValue: Int) { self.rawValue = Int32(truncatingIfNeeded: rawValue) }

    /// The number as an array index.
    @inlinable public var index: Int { Int(rawValue) }

    @inlinable public static func < (a: BrokerID, b: BrokerID) -> Bool {
        a.rawValue < b.rawValue
    }
}

extension BrokerID: CustomStringConvertible {
    public var description: String { "\(rawValue)" }
}
