import RunResults

/// The share of each partition: bars for what was acknowledged, points for what the keys let one
/// expect. The first repetition of each configuration that is worth a table is drawn.
struct SharePlots {
    private let section: ComparisonSection
    private let marks: FlagMarks

    /// More partitions than this are drawn by their size, the largest first, and only so many.
    private static let partitionsMax = 60

    init(_ section: ComparisonSection, marks: FlagMarks) {
        self.section = section
        self.marks = marks
    }

    var plots: [Plot] {
        section.rows.flatMap { row in
            section.acks.compactMap { acks in row.byAcks[acks].flatMap(plot) }
        }
    }

    private func plot(_ summary: ConfigurationSummary) -> Plot? {
        guard PartitionTables.isNotable(summary),
            let partitions = summary.runs.lazy.compactMap(\.partitions).first,
            let realised = partitions.realised.shares
        else { return nil }
        let labels = section.labels.phrases(summary.dimensions)
        return Plot(
            name: "",
            caption: (labels + ["acks=\(summary.dimensions.acks)"]).joined(separator: ", "),
            context: section.heading + marks.text(.throughput, of: [summary]),
            script: script(realised, partitions.predicted?.shares))
    }

    private func script(_ realised: [Double], _ predicted: [Double]?) -> String {
        let isRanked = realised.count > Self.partitionsMax
        let order = realised.indices.sorted { one, other in
            isRanked && realised[one] != realised[other]
                ? realised[one] > realised[other] : one < other
        }
        .prefix(Self.partitionsMax)
        let shown = predicted.flatMap { $0.count == realised.count ? $0 : nil }
        let highest = order.map { max(realised[$0], shown?[$0] ?? 0) }.max() ?? 1
        let y = PlotAxis.fromZero(to: 100 * highest) { PlotAxis.short($0) + " %" }
        let every = max(1, (order.count + 11) / 12)
        let x = PlotAxis(
            min: -0.7, max: Double(order.count) - 0.3,
            tics: order.enumerated().filter { $0.offset.isMultiple(of: every) }
                .map { PlotAxis.Tic(value: Double($0.offset), label: "\($0.element)") })
        let rows = order.enumerated().map { place, partition in
            [Double(place), 100 * realised[partition], 100 * (shown?[partition] ?? .nan)]
        }
        let title =
            isRanked
            ? "partition: the hottest \(Self.partitionsMax) of \(realised.count)" : "partition"
        var items = [
            "$d using 1:2 with boxes lc rgb '\(PlotColor.first.light)' title 'acknowledged'"
        ]
        if shown != nil {
            items.append(
                "$d using 1:3 with points pt 7 ps 0.6 lc rgb '\(PlotColor.second.light)' "
                    + "title 'predicted'")
        }
        return PlotSheet.preamble() + "set boxwidth 0.7\nset style fill solid noborder\n"
            + x.script("x") + y.script("y") + PlotSheet.xlabel(title)
            + PlotText.block("$d", rows) + PlotText.plot(items)
    }
}
