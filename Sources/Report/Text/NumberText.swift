import Foundation
import RunResults

/// Numbers for people: three or four significant digits, units stated.
enum NumberText {
    /// A unit that a number is shown in.
    struct Unit: Equatable {
        var size: Double
        /// With the space that sets it off; empty for plain numbers.
        var suffix: String
    }

    /// `1,234,567`.
    static func count(_ count: Int) -> String {
        var digits = String(count.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (count < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// A count that may be large and need not be exact: `123 M`, `9,876`.
    static func amount(_ amount: Double) -> String { text(amount, in: unit(ofAmount: amount)) }

    /// A latency: `12.3 µs`, `4.56 ms`.
    static func time(microseconds: Double) -> String {
        text(microseconds, in: unit(ofMicroseconds: microseconds))
    }

    /// Bytes in decimal units: `24.7 GB`.
    static func bytes(_ bytes: Double) -> String {
        let units = [Unit(size: 1e9, suffix: " GB"), Unit(size: 1e6, suffix: " MB")]
        let small = Unit(size: 1e3, suffix: " kB")
        return text(bytes, in: units.first { bytes >= $0.size } ?? small)
    }

    /// `0.65×`.
    static func ratio(_ ratio: Double) -> String {
        (ratio < 10 ? String(format: "%.2f", ratio) : plain(ratio)) + "×"
    }

    /// `12.3 %`.
    static func percent(_ percent: Double) -> String { plain(percent) + " %" }

    static func unit(ofAmount amount: Double) -> Unit {
        if amount.magnitude >= 999.95e3 { return Unit(size: 1e6, suffix: " M") }
        return Unit(size: 1, suffix: "")
    }

    static func unit(ofMicroseconds time: Double) -> Unit {
        if time >= 999.5e3 { return Unit(size: 1e6, suffix: " s") }
        if time >= 999.5 { return Unit(size: 1e3, suffix: " ms") }
        return Unit(size: 1, suffix: " µs")
    }

    static func text(_ number: Double, in unit: Unit) -> String {
        plain(number / unit.size) + unit.suffix
    }

    /// `1.20–1.25`; nil where both ends read like the median.
    static func range(_ spread: Spread, in unit: Unit) -> String? {
        let median = plain(spread.median / unit.size)
        let ends = [spread.min, spread.max].map { plain($0 / unit.size) }
        return ends.allSatisfy { $0 == median } ? nil : ends.joined(separator: "–")
    }

    /// Three significant digits, four from 1,000 on, never an exponent.
    static func plain(_ number: Double) -> String {
        guard number.isFinite else { return "n/a" }
        let magnitude = number.magnitude
        switch magnitude {
        case 0: return "0"
        case ..<0.0005: return String(format: "%.5f", number)
        case ..<0.9995: return String(format: "%.3f", number)
        case ..<9.995: return String(format: "%.2f", number)
        case ..<99.95: return String(format: "%.1f", number)
        case ..<999.5: return String(format: "%.0f", number)
        case ..<9e15:
            let step = magnitude < 10_000 ? 1 : pow(10, floor(log10(magnitude)) - 3)
            return count(Int((number / step).rounded() * step))
        default: return String(format: "%.3g", number)
        }
    }
}
