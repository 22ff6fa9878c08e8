import RunResults

/// Every picture of a bench, in the order of the page.
struct BenchPlots {
    let groups: [PlotGroup]

    /// The ids that a group may have.
    static let ids: Set = [
        ComparedPlots.id, "throughput", "latency", "percentiles", "stages", "partitions", "series",
    ]

    /// `summaries` are those of a bench, sorted; `compared` are its comparisons.
    init(
        _ summaries: [ConfigurationSummary], layout: Layout, marks: FlagMarks,
        compared: [ComparedPair] = []
    ) {
        let sections = ComparisonSection.sections(of: summaries, layout: layout, labelWidth: 200)
        let most = summaries.map(\.runs.count).max() ?? 1
        groups = [
            ComparedPlots(compared, marks: marks).group,
            Self.throughput(sections, marks, repetitions: most),
            Self.latency(sections, marks, repetitions: most),
            Self.percentiles(sections, marks), Self.stages(sections, marks),
            Self.shares(sections, marks), Self.series(sections, marks),
        ].map { $0.limited() }.filter { !$0.plots.isEmpty }
    }

    private static func throughput(
        _ sections: [ComparisonSection], _ marks: FlagMarks, repetitions: Int
    ) -> PlotGroup {
        let saturated = sections.filter(findsItsRate)
        return PlotGroup(
            id: "throughput",
            heading: heading("Throughput", saturated),
            reading: "Higher is better. " + intervals(repetitions),
            plots: saturated.flatMap {
                AgainstPlots($0, measure: $0.throughput, marks: marks).plots
            })
    }

    /// Whether runs came to their rate by themselves: at max, by a search, or reading alone.
    private static func findsItsRate(_ section: ComparisonSection) -> Bool {
        if section.load == .reading { return true }
        let rates = section.rows.flatMap { $0.byAcks.values.map(\.dimensions.rate) }
        return rates.allSatisfy { Double($0) == nil }
    }

    private static func latency(
        _ sections: [ComparisonSection], _ marks: FlagMarks, repetitions: Int
    ) -> PlotGroup {
        let fixed = sections.filter { !findsItsRate($0) }
        return PlotGroup(
            id: "latency",
            heading: heading("Publish latency", fixed),
            reading: "The 99th percentile from the intended send to the acknowledgement, on a "
                + "logarithmic scale; lower is better. " + intervals(repetitions),
            plots: fixed.flatMap {
                AgainstPlots($0, measure: .publish(99), marks: marks).plots
            })
    }

    private static func percentiles(
        _ sections: [ComparisonSection], _ marks: FlagMarks
    ) -> PlotGroup {
        PlotGroup(
            id: "percentiles", heading: "Latency by percentile",
            reading: "So many percent of the records took at most so long; each step to the right "
                + "is one nine more, and a flat line has no tail. Solid: to the acknowledgement; "
                + "dashed: to the end of processing. All repetitions together, as far as ten "
                + "samples lie beyond. At rate: max, latency counts from the actual send.",
            plots: sections.flatMap { PercentilePlots($0, marks: marks).plots })
    }

    private static func stages(
        _ sections: [ComparisonSection], _ marks: FlagMarks
    ) -> PlotGroup {
        PlotGroup(
            id: "stages", heading: "Latency by stage", reading: StageTable.introduction,
            plots: sections.flatMap { StagePlots($0, marks: marks).plots })
    }

    private static func shares(
        _ sections: [ComparisonSection], _ marks: FlagMarks
    ) -> PlotGroup {
        PlotGroup(
            id: "partitions", heading: "Hot partitions", reading: PartitionTables.introduction,
            plots: sections.flatMap { SharePlots($0, marks: marks).plots })
    }

    private static func series(
        _ sections: [ComparisonSection], _ marks: FlagMarks
    ) -> PlotGroup {
        PlotGroup(
            id: "series", heading: "Over time",
            reading: "The first repetition of each configuration in slices of 100 ms, seconds from "
                + "the start of the measured time; longer runs have several slices to a point. "
                + "Shaded: the warm-up before it and the drain after it. A bar along the upper "
                + "edge: throughput left the level of that line. Red: a fault strikes or ends, at "
                + "any value of acks.",
            plots: sections.flatMap { SeriesPlots($0, marks: marks).plots })
    }

    private static func heading(_ measure: String, _ sections: [ComparisonSection]) -> String {
        let axes = Set(
            sections.compactMap { section in
                section.axis.map { section.labels[$0].title }
            })
        return axes.count == 1 ? "\(measure) against \(axes.first ?? "")" : measure
    }

    /// What a bar from the smallest to the largest of `repetitions` is worth: the chance that all
    /// of them fall on one side of the true median is 2^(1 - n).
    static func intervals(_ repetitions: Int) -> String {
        guard repetitions > 1 else {
            return "One repetition, so its spread is unknown. A hollow point is flagged."
        }
        let chance = 1.0 / Double(1 << min(repetitions - 1, 50))
        let percent = NumberText.plain((100 * (1 - chance) * 10).rounded(.down) / 10)
        return "Points are medians of up to \(repetitions) repetitions, bars reach from the "
            + "smallest to the largest: \(repetitions) of them enclose the true median with "
            + "\(percent) %. A hollow point is flagged."
    }
}
