import RunResults

/// A measure against the setting that varies first, mostly partitions: a picture for each
/// combination of the other settings, a line for each value of acks.
struct AgainstPlots {
    private let section: ComparisonSection
    private let measure: Measure
    private let marks: FlagMarks
    /// The place of the setting on the horizontal axis among the labels; nil where none varies.
    private let axis: Int?

    init(_ section: ComparisonSection, measure: Measure, marks: FlagMarks) {
        self.section = section
        self.measure = measure
        self.marks = marks
        axis = section.axis
    }

    /// Empty where no setting but acks varies, or nothing was measured.
    var plots: [Plot] {
        guard let axis else { return [] }
        let places = places(axis)
        let values = section.rows.flatMap { $0.byAcks.values }
            .compactMap { $0.spread(of: measure.value) }
        guard !values.isEmpty, places.count > 1 else { return [] }
        let scale =
            measure.kind == .throughput
            ? PlotAxis.fromZero(to: values.map(\.max).max() ?? 1, label: measure.axisLabel)
            : PlotAxis.logarithmic(
                around: values.flatMap { [$0.min, $0.max] }, label: measure.axisLabel)
        let drawn = section.facets(axis).filter { _, rows in
            Set(rows.map { $0.labels[axis] }).count > 1
        }
        return drawn.map { name, rows in
            let title = measure.title(section.load)
            return Plot(
                name: "", caption: name.isEmpty ? title : name,
                context: name.isEmpty ? section.heading : "\(title), \(section.heading)",
                script: script(rows, axis, places, scale))
        }
    }

    private typealias Place = (label: String, value: Double)

    /// Where each value of the axis stands: in proportion to its logarithm where values are
    /// numbers far enough apart to be written side by side, and else one by one.
    private func places(_ axis: Int) -> [Place] {
        var seen: Set<String> = []
        let labels = section.rows.map { $0.labels[axis] }.filter { seen.insert($0).inserted }
        let numbers = labels.compactMap { Double($0.filter { $0 != "," }) }
        let isSpaced =
            numbers.count == labels.count && numbers.allSatisfy { $0 > 0 }
            && zip(numbers, numbers.dropFirst()).allSatisfy { $1 >= 1.4 * $0 }
        return labels.enumerated().map { index, label in
            (label, isSpaced ? numbers[index] : Double(index + 1))
        }
    }

    private func script(
        _ rows: [ComparisonSection.Row], _ axis: Int, _ places: [Place], _ scale: PlotAxis
    ) -> String {
        let values = places.map(\.value)
        let isLogarithmic = values != places.indices.map { Double($0 + 1) }
        let low = values.min() ?? 1
        let high = values.max() ?? 1
        let range =
            isLogarithmic ? (low / 1.25, high * 1.25) : (low - 0.35, high + 0.35)
        let x = PlotAxis(
            min: range.0, max: range.1, isLogarithmic: isLogarithmic,
            tics: places.map { PlotAxis.Tic(value: $0.value, label: $0.label) })
        var script = PlotSheet.preamble() + x.script("x") + scale.script("y")
        script += PlotSheet.xlabel(section.labels[axis].title)
        var items: [String] = []
        let position = Dictionary(
            places.map { ($0.label, $0.value) }, uniquingKeysWith: { one, _ in one })
        for (index, acks) in section.acks.enumerated() {
            // Lines for several values of acks stand side by side, so that bars do not hide.
            let shift = Double(index) - Double(section.acks.count - 1) / 2
            let points = rows.compactMap { row in
                row.byAcks[acks].flatMap { summary in
                    point(
                        summary, position[row.labels[axis]] ?? 0, shift,
                        isLogarithmic: isLogarithmic)
                }
            }
            guard !points.isEmpty else { continue }
            let doubted = rows.compactMap { $0.byAcks[acks] }
            let block = "$d\(index)"
            script += PlotText.block(block, points)
            items += lines(block, acks, marks.text(measure.kind, of: doubted))
        }
        return script + PlotText.plot(items)
    }

    /// Place, median, smallest, largest, and 1 where a flag casts doubt on it.
    private func point(
        _ summary: ConfigurationSummary, _ place: Double, _ shift: Double, isLogarithmic: Bool
    ) -> [Double]? {
        guard let spread = summary.spread(of: measure.value) else { return nil }
        let x = isLogarithmic ? place * (1 + 0.03 * shift) : place + 0.03 * shift
        let isDoubted = !marks.text(measure.kind, of: [summary]).isEmpty
        return [x, spread.median, spread.min, spread.max, isDoubted ? 1 : 0]
    }

    /// A line with bars; points filled, and hollow where they are in doubt.
    private func lines(_ block: String, _ acks: String, _ mark: String) -> [String] {
        let color = "lc rgb '\(PlotColor.acks(acks).light)'"
        let title = PlotText.quoted("acks=\(acks)\(mark)")
        func points(_ doubt: Int, _ style: String) -> String {
            "\(block) using 1:($5 == \(doubt) ? $2 : NaN) with points \(style) \(color) notitle"
        }
        return [
            "\(block) using 1:2 with lines lw 1.8 \(color) title \(title)",
            "\(block) using 1:2:3:4 with errorbars pt 7 ps 0.1 lw 1.2 \(color) notitle",
            points(0, "pt 7 ps 0.65"), points(1, "pt 6 ps 0.75 lw 1.6"),
        ]
    }
}
