/// A producer or consumer of the cluster, from 0.
public struct ClientID: RawRepresentable, Hashable, Sendable {
    public var rawValue: Int32

    @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
    @inlinable public init(_ rawValue: Int) { self.rawValue = Int32(truncatingIfNeeded: rawValue) }

    /// The number as an array index.
    @inlinable public var index: Int { Int(rawValue) }
}
