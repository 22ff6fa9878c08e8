import RunResults

/// The intervals of each comparison, a line for each measure.
struct ComparedPlots {
    private let pairs: [ComparedPair]
    private let marks: FlagMarks

    static let id = "comparison"
    static let heading = "Comparison"

    init(_ pairs: [ComparedPair], marks: FlagMarks) {
        self.pairs = pairs
        self.marks = marks
    }

    var group: PlotGroup {
        PlotGroup(
            id: Self.id, heading: Self.heading,
            reading: "How far B lies from A, with its interval; shaded is what is taken for no "
                + "difference. Orange: different; green: no difference; grey: inconclusive. An "
                + "interval that reaches beyond the scale is cut.",
            plots: pairs.compactMap(plot))
    }

    private struct Bar {
        var name: String
        var difference: Double
        var low: Double
        var high: Double
        var verdict: String
    }

    private func plot(_ pair: ComparedPair) -> Plot? {
        let bars = pair.rows.compactMap { row -> Bar? in
            guard let difference = row.difference, let low = row.low, let high = row.high else {
                return nil
            }
            return Bar(
                name: row.measure, difference: 100 * difference, low: 100 * low, high: 100 * high,
                verdict: row.verdict)
        }
        guard !bars.isEmpty else { return nil }
        let mark = marks.text(.latency, of: pair.flags)
        return Plot(
            name: "", caption: "\(pair.b) against \(pair.a)\(mark)", context: pair.heading,
            script: script(bars, margin: 100 * (pair.rows.first?.margin ?? 0)))
    }

    private func script(_ bars: [Bar], margin: Double) -> String {
        // What one wild measure needs would leave no room to read the others.
        let widest = 3 * max(margin, bars.map { abs($0.difference) }.max() ?? 0)
        let low = max(-widest, min(-margin, bars.map(\.low).min() ?? 0))
        let high = min(widest, max(margin, bars.map(\.high).max() ?? 0))
        let x = PlotAxis.linear(from: low, to: high) { PlotAxis.short($0) + " %" }
        let y = PlotAxis(
            min: -0.7, max: Double(bars.count) - 0.3,
            tics: bars.enumerated().map { index, bar in
                PlotAxis.Tic(value: Double(bars.count - 1 - index), label: bar.name)
            })
        var script = PlotSheet.preamble() + "set lmargin 24\nunset key\n"
        script += x.script("x") + y.script("y")
        script +=
            "set object rectangle from first \(PlotText.number(-margin)), graph 0 "
            + "to first \(PlotText.number(margin)), graph 1 behind "
            + "fc rgb '\(PlotColor.shade.light)' fs solid noborder\n"
        script +=
            "set arrow from first 0, graph 0 to first 0, graph 1 nohead lw 0.8 "
            + "lc rgb '\(PlotColor.muted.light)'\n"
        var items: [String] = []
        for (index, bar) in bars.enumerated() {
            let name = "$d\(index)"
            let place = Double(bars.count - 1 - index)
            script += PlotText.block(name, [[bar.difference, place, bar.low, bar.high]])
            items.append(
                "\(name) using 1:2:3:4 with xerrorbars pt 7 ps 0.6 lw 1.6 "
                    + "lc rgb '\(Self.color(bar.verdict).light)'")
        }
        return script + PlotText.plot(items)
    }

    private static func color(_ verdict: String) -> PlotColor {
        switch verdict {
        case "different": .second
        case "no difference": .third
        default: .muted
        }
    }
}
