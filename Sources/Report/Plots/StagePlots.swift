import RunResults

/// Where the time of records went: a bar of mean latencies, stage on stage, for each
/// configuration; a picture for each combination of the settings beside the axis.
struct StagePlots {
    private let section: ComparisonSection
    private let marks: FlagMarks

    /// More bars than this have no room for what stands below them.
    private static let barsMax = 10

    init(_ section: ComparisonSection, marks: FlagMarks) {
        self.section = section
        self.marks = marks
    }

    private struct Bar {
        var label: String
        /// Mean microseconds of each stage.
        var stages: [Double]
    }

    /// Empty at `rate: max`, where what waits is what was put there, and where stages are unknown.
    var plots: [Plot] {
        guard [.offered, .search].contains(section.load) else { return [] }
        let axis = section.axis
        let groups = section.facets(axis).map { name, rows in
            (name, rows.flatMap { bars($0, axis) })
        }
        .filter { !$0.1.isEmpty }
        let highest = groups.flatMap(\.1).map { $0.stages.reduce(0, +) }.max() ?? 0
        let scale = PlotAxis.fromZero(to: highest, label: Measure.publish(50).axisLabel)
        let axisTitle = axis.map { section.labels[$0].title + " · acks" } ?? "acks"
        return groups.map { name, bars in
            Plot(
                name: "", caption: name.isEmpty ? section.heading : name,
                context: name.isEmpty ? "" : section.heading,
                note: bars.count > Self.barsMax
                    ? "The first \(Self.barsMax) of \(bars.count); the table has all." : "",
                script: script(Array(bars.prefix(Self.barsMax)), scale, axisTitle))
        }
    }

    /// A bar for each value of acks.
    private func bars(_ row: ComparisonSection.Row, _ axis: Int?) -> [Bar] {
        section.acks.compactMap { acks in
            guard let summary = row.byAcks[acks] else { return nil }
            let stages = LatencyStage.allCases.compactMap { stage in
                summary.spread { $0.stages.flatMap { $0[stage].meanMicroseconds } }?.median
            }
            guard stages.count == LatencyStage.allCases.count else { return nil }
            let place = axis.map { row.labels[$0] + " · " } ?? ""
            return Bar(
                label: place + acks + marks.text(.latency, of: [summary]), stages: stages)
        }
    }

    private func script(_ bars: [Bar], _ scale: PlotAxis, _ axisTitle: String) -> String {
        let x = PlotAxis(
            min: -0.6, max: Double(bars.count) - 0.4,
            tics: bars.enumerated().map { PlotAxis.Tic(value: Double($0), label: $1.label) })
        let script =
            PlotSheet.preamble()
            + "set key width -1 samplen 0.8\nset tmargin 4.4\nset boxwidth 0.62\n"
            + "set style fill solid noborder\n" + scale.script("y") + x.script("x")
            + PlotSheet.xlabel(axisTitle)
            + PlotText.block(
                "$d",
                bars.enumerated().map { place, bar in
                    // The tops of the stages, the last one first: each bar hides the foot of it.
                    [Double(place)] + bar.stages.indices.map { bar.stages[...$0].reduce(0, +) }
                })
        let items = LatencyStage.allCases.enumerated().reversed().map { index, stage in
            "$d using 1:\(index + 2) with boxes lc rgb '\(PlotColor.stage(index).light)' "
                + "title \(PlotText.quoted(stage.rawValue))"
        }
        return script + PlotText.plot(items)
    }
}
