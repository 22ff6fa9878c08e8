import Comparisons
import Foundation
import RunResults

/// How differences, their columns and their settings are written.
enum ComparisonText {
    /// A share as percent with its sign: `+10.2 %`, `-0.1 %`, `0 %`.
    static func signedPercent(_ share: Double) -> String {
        let text = percent(abs(share))
        if text == "0 %" || text == "0.0 %" { return "0 %" }
        return (share < 0 ? "-" : "+") + text
    }

    /// `4.3 %`, `123 %`.
    static func percent(_ share: Double) -> String {
        let percent = 100 * share
        guard percent.isFinite, percent < 1e6 else { return "over 1,000,000 %" }
        if percent.magnitude >= 99.5 { return NumberText.count(Int(percent.rounded())) + " %" }
        return String(format: "%.1f", percent) + " %"
    }

    /// A confidence: `99 %`, `99.86 %`.
    static func confidence(_ share: Double) -> String {
        let text = String(format: "%.2f", 100 * share)
        return (text.hasSuffix(".00") ? String(text.dropLast(3)) : text) + " %"
    }

    /// A value of a column, in the unit that its name ends in.
    static func value(_ value: Double, column: String) -> String {
        column.hasSuffix("_us")
            ? NumberText.time(microseconds: value) : NumberText.amount(value)
    }

    static func verdict(_ measure: ComparedMeasure, margin: Double) -> String {
        guard let verdict = measure.verdict else { return "n/a" }
        let isSmall = measure.difference?.isWithin(margin) == true
        return verdict == .different && isSmall
            ? "different, within ±\(percent(margin))" : verdict.rawValue
    }

    /// The settings that tell comparisons apart, those that the sides differ in left out.
    static func headings(_ comparisons: [Comparison]) -> [String] {
        let pairs = comparisons.map { ($0.a.runs.first, $0.b.runs.first) }
        let firsts = pairs.map { $0.0?.dimensions ?? RunDimensions() }
        let layout = Layout(firsts)
        var settings = layout.varying
        if layout.variesAcks { settings.append(.acks) }
        return zip(firsts, pairs).map { dimensions, pair in
            settings.filter { setting in
                pair.1.map { setting.text($0.dimensions) == setting.text(dimensions) } ?? true
            }
            .phrases(dimensions).joined(separator: ", ")
        }
    }
}
