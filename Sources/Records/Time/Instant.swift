/// A point on one monotonic clock, in nanoseconds from an arbitrary origin.
///
/// In real time that clock is the system's; in the simulator it is virtual. Step functions are
/// handed instants and never read a clock. Sums and differences that leave 64 bits stay at the
/// bound: `distantFuture` plus a span is still the distant future, and an instant that was read
/// from a record's bytes can be anything.
public struct Instant: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    public var rawValue: Int64

    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
    @inlinable public init(_ rawValue: Int64) { self.rawValue = rawValue }

    /// Later than every real instant: the deadline of what waits for nothing.
    public static let distantFuture = Instant(Int64.max)

    @inlinable public static func < (a: Instant, b: Instant) -> Bool { a.rawValue < b.rawValue }
    @inlinable public static func + (a: Instant, b: Nanoseconds) -> Instant {
        let (sum, overflow) = a.rawValue.addingReportingOverflow(b.rawValue)
        return Instant(overflow ? (b.rawValue < 0 ? .min : .max) : sum)
    }
    @inlinable public static func - (a: Instant, b: Instant) -> Nanoseconds {
        let (difference, overflow) = a.rawValue.subtractingReportingOverflow(b.rawValue)
        return Nanoseconds(overflow ? (a.rawValue < b.rawValue ? .min : .max) : difference)
    }
    @inlinable public static func - (a: Instant, b: Nanoseconds) -> Instant {
        let (difference, overflow) = a.rawValue.subtractingReportingOverflow(b.rawValue)
        return Instant(overflow ? (b.rawValue < 0 ? .max : .min) : difference)
    }
}
