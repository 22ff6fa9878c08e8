import Records

extension ValueFormat where Value == Nanoseconds {
    /// Which values a duration may take.
    enum DurationRange: Sendable {
        case zeroOrMore
        case aboveZero
    }

    /// A duration with its unit. Where `bareUnit` is given, as `ms` is for Kafka's `*.ms`
    /// settings, a bare number counts in it.
    static func duration(_ range: DurationRange, bareUnit: String? = nil) -> ValueFormat {
        let example = bareUnit == "ms" ? "5ms" : "10s"
        return ValueFormat(
            expected: bareUnit.map { "a duration such as \(example), or a number of \($0)" }
                ?? "a duration such as \(example)",
            read: { text throws(ValueProblem) in
                let bounds = "\(range == .aboveZero ? "1ns" : "0s")...\(longest)"
                let count = try timeUnits(example: example)
                    .whole(text, bareUnit: bareUnit, bounds: bounds)
                let value = Nanoseconds(Int64(count))
                if range == .aboveZero && value <= .zero {
                    throw ValueProblem("\(text.shown) is not above 0")
                }
                if value < .zero { throw ValueProblem("\(text.shown) is below 0") }
                if value > longest { throw ValueProblem("\(text.shown) is above \(longest)") }
                return value
            },
            write: { $0.description })
    }

    /// Short enough that sums of settings stay far from overflow.
    private static var longest: Nanoseconds { .seconds(365 * 86_400) }

    private static func timeUnits(example: String) -> UnitTable {
        UnitTable(
            quantity: "duration", example: example,
            units: [
                ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
                ("min", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
            ])
    }
}

extension ValueFormat where Value == Rate {
    /// Records per second over all producers, `max` or `search`.
    static var rate: ValueFormat {
        let expected = "records per second such as 50000/s or 50k/s, max or search"
        let range = 0.001...1e9
        return ValueFormat(
            expected: expected,
            read: { text throws(ValueProblem) in
                if text == "max" { return .max }
                if text == "search" { return .search }
                guard let amount = Quantity(text) else {
                    throw ValueProblem("\(text.shown) is not a rate; expected \(expected)")
                }
                let factor: Double
                switch amount.unit {
                case "/s": factor = 1
                case "k/s": factor = 1e3
                case "M/s": factor = 1e6
                case "": throw ValueProblem("\(text.shown) has no unit; expected \(expected)")
                default:
                    throw ValueProblem("\(text.shown) has no known unit; expected \(expected)")
                }
                let value = amount.value * factor
                if value <= 0 { throw ValueProblem("\(text.shown) is not above 0") }
                guard range.contains(value) else {
                    throw ValueProblem("\(text.shown) is not in 0.001/s...1000000000/s")
                }
                return .recordsPerSecond(value)
            },
            write: { rate in
                switch rate {
                case .max: "max"
                case .search: "search"
                case .recordsPerSecond(let value): "\(value.plainText)/s"
                }
            })
    }
}

extension ValueFormat where Value == Double {
    /// A link's bandwidth, in bytes per second: bits as networks count them, or bytes.
    static var bandwidth: ValueFormat {
        let bounds = "8kbit...1000Gbit"
        return ValueFormat(
            expected: "a bandwidth such as 10Gbit or 125MB/s",
            read: { text throws(ValueProblem) in
                let bits = try bandwidthUnits.whole(text, bareUnit: nil, bounds: bounds)
                guard (8_000...1_000_000_000_000).contains(bits) else {
                    throw ValueProblem("\(text.shown) is not in \(bounds)")
                }
                return Double(bits) / 8
            },
            write: { bytesPerSecond in
                let bits = Int((bytesPerSecond * 8).rounded())
                let units = [(1_000_000_000, "Gbit"), (1_000_000, "Mbit"), (1_000, "kbit")]
                for (size, name) in units where bits % size == 0 { return "\(bits / size)\(name)" }
                return "\(bits)bit"
            })
    }

    private static var bandwidthUnits: UnitTable {
        UnitTable(
            quantity: "bandwidth", example: "10Gbit",
            units: [
                ("bit", 1), ("kbit", 1_000), ("Mbit", 1_000_000), ("Gbit", 1_000_000_000),
                ("B/s", 8), ("KB/s", 8_000), ("MB/s", 8_000_000), ("GB/s", 8_000_000_000),
            ])
    }
}
