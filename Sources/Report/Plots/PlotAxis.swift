import Foundation

/// A scale with the values that are written beside it.
struct PlotAxis: Equatable {
    var min: Double
    var max: Double
    var isLogarithmic = false
    var tics: [Tic]

    struct Tic: Equatable {
        var value: Double
        var label: String
    }

    /// From 0 to a little above `max`.
    static func fromZero(to max: Double, label: (Double) -> String) -> PlotAxis {
        let top = max > 0 && max.isFinite ? max : 1
        let step = roundStep(top / 4)
        let end = (top / step).rounded(.up) * step
        let count = Int((end / step).rounded())
        return PlotAxis(
            min: 0, max: end,
            tics: (0...count).map { Tic(value: Double($0) * step, label: label(Double($0) * step)) }
        )
    }

    /// From a round number at or below `low` to one at or above `high`.
    static func linear(from low: Double, to high: Double, label: (Double) -> String) -> PlotAxis {
        let width = high > low && (high - low).isFinite ? high - low : 1
        let step = roundStep(width / 5)
        let first = (low / step).rounded(.down) * step
        let count = Int(((low + width - first) / step).rounded(.up))
        let tics = (0...count).map { index in
            // Counted from the first, a step across 0 would miss it by a rounding.
            let value = ((first + Double(index) * step) / step).rounded() * step
            return Tic(value: value, label: label(value))
        }
        return PlotAxis(min: first, max: first + Double(count) * step, tics: tics)
    }

    /// Around `values`, of which those above 0 count, with one, two and five of each power of ten
    /// where there is room for them.
    static func logarithmic(around values: [Double], label: (Double) -> String) -> PlotAxis {
        let positive = values.filter { $0 > 0 && $0.isFinite }
        let low = positive.min() ?? 1
        let high = Swift.max(positive.max() ?? 10, low)
        let first = Int(floor(log10(low)))
        let last = Int(ceil(log10(high)))
        let decades = Swift.max(1, last - first)
        let digits: [Double] = decades <= 2 ? [1, 2, 5] : [1]
        let candidates = (first...Swift.max(last, first + 1)).flatMap { power in
            digits.map { $0 * pow(10, Double(power)) }
        }
        let start = candidates.last { $0 <= low * 1.001 } ?? low
        let end = candidates.first { $0 >= high * 0.999 && $0 > start } ?? high * 2
        let every = decades > 6 ? 2 : 1
        let tics = candidates.filter { $0 >= start * 0.999 && $0 <= end * 1.001 }
            .enumerated().filter { $0.offset % every == 0 }.map(\.element)
        return PlotAxis(
            min: start, max: end, isLogarithmic: true,
            tics: tics.map { Tic(value: $0, label: label($0)) })
    }

    /// The commands that set it as the axis named `x` or `y`.
    func script(_ name: String) -> String {
        // A little wider, lest rounding takes the outermost marks away.
        let ends = isLogarithmic ? (min * 0.999, max * 1.001) : (min, max)
        return (isLogarithmic ? "set logscale \(name)\n" : "")
            + "set \(name)range [\(PlotText.number(ends.0)):\(PlotText.number(ends.1))]\n"
            + "set \(name)tics (\(ticList))\n"
    }

    /// What is written beside the axis, and where. gnuplot takes these texts for formats.
    private var ticList: String {
        tics.map { tic in
            let label = tic.label.replacing("%", with: "%%")
            return "\(PlotText.quoted(label)) \(PlotText.number(tic.value))"
        }.joined(separator: ", ")
    }

    /// A number without the zeros at its end that say how exact it is.
    static func short(_ number: Double) -> String {
        var text = NumberText.plain(number)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// 1, 2 or 5 times a power of ten, at least `step`.
    private static func roundStep(_ step: Double) -> Double {
        let power = pow(10, floor(log10(step)))
        return ([1, 2, 5].first { $0 * power >= step * 0.999 } ?? 10) * power
    }
}
