/// A span of time in nanoseconds; about 292 years either way.
public struct Nanoseconds: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    public var rawValue: Int64

    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
    @inlinable public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public static let zero = Nanoseconds(0)

    @inlinable public static func microseconds(_ count: Int64) -> Nanoseconds {
        Nanoseconds(count * 1_000)
    }
    @inlinable public static func milliseconds(_ count: Int64) -> Nanoseconds {
        Nanoseconds(count * 1_000_000)
    }
    @inlinable public static func seconds(_ count: Double) -> Nanoseconds {
        Nanoseconds(Int64((count * 1e9).rounded()))
    }

    /// The span in seconds.
    @inlinable public var seconds: Double { Double(rawValue) / 1e9 }

    @inlinable public static func < (a: Nanoseconds, b: Nanoseconds) -> Bool {
        a.rawValue < b.rawValue
    }
    @inlinable public static func + (a: Nanoseconds, b: Nanoseconds) -> Nanoseconds {
        Nanoseconds(a.rawValue + b.rawValue)
    }
    @inlinable public static func - (a: Nanoseconds, b: Nanoseconds) -> Nanoseconds {
        Nanoseconds(a.rawValue - b.rawValue)
    }
    @inlinable public static func += (a: inout Nanoseconds, b: Nanoseconds) {
        a.rawValue += b.rawValue
    }
    @inlinable public static func * (a: Nanoseconds, b: Int) -> Nanoseconds {
        Nanoseconds(a.rawValue * Int64(b))
    }
    @inlinable public static func / (a: Nanoseconds, b: Int) -> Nanoseconds {
        Nanoseconds(a.rawValue / Int64(b))
    }
}

extension Nanoseconds: CustomStringConvertible {
    /// The span in the largest unit that leaves no fraction: `5ms`, `1500us`, `0s`.
    public var description: String {
        let units: [(Int64, String)] = [
            (86_400_000_000_000, "d"), (3_600_000_000_000, "h"), (60_000_000_000, "min"),
            (1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "us"),
        ]
        if rawValue == 0 { return "0s" }
        for (size, name) in units where rawValue % size == 0 { return "\(rawValue / size)\(name)" }
        return "\(rawValue)ns"
    }
}
