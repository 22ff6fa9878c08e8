/// A point on one monotonic clock, in nanoseconds from an arbitrary origin.
///
/// In real time that clock is the system's; in the simulator it is virtual. Step functions are
/// handed instants and never read a clock.
package struct Instant: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    package var rawValue: Int64

    @inlinable package init(rawValue: Int64) { self.rawValue = rawValue }
    @inlinable package init(_ rawValue: Int64) { self.rawValue = rawValue }

    /// Later than every real instant: the deadline of what waits for nothing.
    package static let distantFuture = Instant(Int64.max)

    @inlinable package static func < (a: Instant, b: Instant) -> Bool { a.rawValue < b.rawValue }
    @inlinable package static func + (a: Instant, b: Nanoseconds) -> Instant {
        Instant(a.rawValue &+ b.rawValue)
    }
    @inlinable package static func - (a: Instant, b: Instant) -> Nanoseconds {
        Nanoseconds(a.rawValue - b.rawValue)
    }
    @inlinable package static func - (a: Instant, b: Nanoseconds) -> Instant {
        Instant(a.rawValue - b.rawValue)
    }
}
