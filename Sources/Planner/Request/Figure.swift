/// Writes quantities as people read them, to three significant digits. Deterministic: no locale.
package enum Figure {
    /// `50 MB/s`.
    package static func bytesPerSecond(_ value: Double) -> String { bytes(value) + "/s" }

    /// `1 KB`, `604 GB`: powers of 1000.
    package static func bytes(_ value: Double) -> String {
        scaled(
            value, units: [(1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "KB")],
            smallest: (1, "B"))
    }

    /// `200 µs`, `7 d`.
    package static func seconds(_ value: Double) -> String {
        scaled(
            value,
            units: [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"), (1e-3, "ms")],
            smallest: (1e-6, "µs"))
    }

    /// `5 %` of 0.05.
    package static func percent(_ share: Double) -> String { "\(number(share * 100)) %" }

    /// `50,000 records/s`.
    package static func recordsPerSecond(_ value: Double) -> String {
        "\(number(value)) records/s"
    }

    /// `1 partition`, `12 partitions`.
    package static func count(_ value: Int, _ noun: String) -> String {
        "\(grouped(value)) \(noun)\(value == 1 ? "" : "s")"
    }

    /// Three significant digits below 1000, whole numbers in groups of three from there.
    package static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "not a number" : "unlimited" }
        if value < 0 { return "-" + number(-value) }
        if value == 0 { return "0" }
        if value >= 999.5 { return value < 9e18 ? grouped(Int(value.rounded())) : "\(value)" }
        var decimals = 2
        var threshold = 9.995
        while decimals > 0 && value >= threshold {
            decimals -= 1
            threshold *= 10
        }
        threshold = 0.9995
        while decimals > 1 && decimals < 9 && value < threshold {
            decimals += 1
            threshold /= 10
        }
        return fixed(value, decimals: decimals)
    }

    /// `value`, at least 0, with up to `decimals` decimals and no trailing zeros.
    private static func fixed(_ value: Double, decimals: Int) -> String {
        var power = 1
        for _ in 0..<decimals { power *= 10 }
        let scaled = Int((value * Double(power)).rounded())
        var fraction = String(scaled % power + power).dropFirst()
        while fraction.last == "0" { fraction = fraction.dropLast() }
        return "\(scaled / power)" + (fraction.isEmpty || power == 1 ? "" : ".\(fraction)")
    }

    private static func grouped(_ value: Int) -> String {
        var digits = Substring(String(value.magnitude))
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        groups.insert(digits, at: 0)
        return (value < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    private static func scaled(
        _ value: Double, units: [(size: Double, name: String)],
        smallest: (size: Double, name: String)
    ) -> String {
        // 0.9995 of a unit already rounds up to 1.
        let unit = units.first { value.magnitude >= $0.size * 0.9995 } ?? smallest
        return "\(number(value / unit.size)) \(unit.name)"
    }
}
