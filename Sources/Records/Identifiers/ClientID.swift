/// A producer or consumer of the cluster, from 0.
package struct ClientID: RawRepresentable, Hashable, Sendable {
    package var rawValue: Int32

    @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }
    @inlinable package init(_ rawValue: Int) { self.rawValue = Int32(truncatingIfNeeded: rawValue) }

    /// The number as an array index.
    @inlinable package var index: Int { Int(rawValue) }
}
