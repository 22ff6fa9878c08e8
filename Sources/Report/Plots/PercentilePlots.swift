import Foundation
import RunResults

/// Latency by percentile, as HdrHistogram draws it: each step to the right is one nine more.
struct PercentilePlots {
    private let section: ComparisonSection
    private let marks: FlagMarks

    init(_ section: ComparisonSection, marks: FlagMarks) {
        self.section = section
        self.marks = marks
    }

    /// A picture for each row of the section that has a latency.
    var plots: [Plot] {
        let all = section.rows.map { ($0, lines($0)) }
        // One scale for all, so that they compare.
        let points = all.flatMap { $0.1.flatMap(\.points) }
        return all.compactMap { row, lines in
            guard lines.contains(where: { !$0.points.isEmpty }) else { return nil }
            let labels = section.labels.phrases(row.dimensions)
            return Plot(
                name: "",
                caption: labels.isEmpty ? section.heading : labels.joined(separator: ", "),
                context: labels.isEmpty ? "" : section.heading,
                script: script(lines, scale: points))
        }
    }

    private struct Line {
        var title: String
        var color: PlotColor
        var isDashed: Bool
        /// 1/(1 − percentile) and microseconds.
        var points: [[Double]]
    }

    private func lines(_ row: ComparisonSection.Row) -> [Line] {
        section.acks.flatMap { acks -> [Line] in
            guard let summary = row.byAcks[acks] else { return [] }
            let mark = marks.text(.latency, of: [summary])
            let color = PlotColor.acks(acks)
            return [
                Line(
                    title: "acks=\(acks)\(mark)", color: color, isDashed: false,
                    points: Self.curve(summary.merged { $0.publish })),
                Line(
                    title: "", color: color, isDashed: true,
                    points: Self.curve(summary.merged { $0.endToEnd })),
            ]
        }
    }

    /// Twelve points for each nine, as far as ten samples lie beyond.
    static func curve(_ histogram: LatencyHistogram) -> [[Double]] {
        var points: [[Double]] = []
        for step in 0...72 {
            let distance = pow(10, Double(step) / 12)
            guard
                let value = histogram.microseconds(atPercentile: 100 * (1 - 1 / distance))
            else { break }
            // A latency below a tenth of a microsecond has no place on the axis.
            points.append([distance, max(value, 0.1)])
        }
        return points.count > 1 ? points : []
    }

    private func script(_ lines: [Line], scale points: [[Double]]) -> String {
        let farthest = points.map { $0[0] }.max() ?? 10
        let label = Measure.publish(50).axisLabel
        let names = ["0 %", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %", "99.9999 %"]
        let tics = names.enumerated().map { index, name in
            PlotAxis.Tic(value: pow(10, Double(index)), label: name)
        }
        let x = PlotAxis(
            min: 1, max: max(10, farthest), isLogarithmic: true,
            tics: tics.filter { $0.value <= farthest * 1.001 })
        let y = PlotAxis.logarithmic(around: points.map { $0[1] }, label: label)
        var script = PlotSheet.preamble() + x.script("x") + y.script("y")
        script += PlotSheet.xlabel("percentile")
        script += "set grid xtics\n"
        var items: [String] = []
        for (index, line) in lines.enumerated() where !line.points.isEmpty {
            script += PlotText.block("$d\(index)", line.points)
            let title = line.title.isEmpty ? "notitle" : "title \(PlotText.quoted(line.title))"
            let dash = line.isDashed ? "dt 2 lw 1.2" : "lw 1.8"
            items.append(
                "$d\(index) using 1:2 with lines \(dash) lc rgb '\(line.color.light)' \(title)")
        }
        return script + PlotText.plot(items)
    }
}
