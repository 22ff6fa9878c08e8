import RunResults

/// The plots of a bench as they were drawn, or why they were not.
struct BenchDrawing {
    struct Group {
        var plots: PlotGroup
        /// One for each of the plots.
        var pictures: [SVGImage]
    }

    let groups: [Group]
    /// Why there are no plots, as a clause; nil where there are, or nothing was to be drawn.
    private let missing: String?

    /// For the page: why it has no plots.
    var missingNote: String? {
        missing.map {
            "There are no plots here: \($0). With gnuplot (the Debian package gnuplot-nox) "
                + "installed, weir report draws them."
        }
    }

    /// For the terminal, on one line.
    var terminalNote: String? {
        missing.map { "report.html has no plots: \($0)" }
    }

    /// Draws what a bench shows, all at once.
    init(_ bench: BenchResult, compared: [ComparedPair] = [], plotter: Plotter) {
        let summaries = Setting.sorted(ConfigurationSummary.summaries(of: bench.runs))
        let plots = BenchPlots(
            summaries, layout: Layout(summaries), marks: FlagMarks(bench.runs),
            compared: compared)
        switch plotter.draw(plots.groups.flatMap(\.plots)) {
        case .drawn(let pictures):
            var rest = pictures[...]
            groups = plots.groups.map { group in
                let own = Array(rest.prefix(group.plots.count))
                rest = rest.dropFirst(group.plots.count)
                return Group(plots: group, pictures: own)
            }
            missing = nil
        case .missing(let reason):
            groups = []
            missing = reason
        }
    }

    /// The files of the folder of plots, by name.
    var files: [(name: String, text: String)] {
        groups.flatMap { group in
            zip(group.plots.plots, group.pictures).map { ("\($0.name).svg", $1.file) }
        }
    }

    /// The plots for `summary.md`; empty where there are none.
    var markdown: String {
        let parts = groups.map { group in
            let figures = group.plots.plots.map { plot in
                "**\(plot.caption)**" + (plot.context.isEmpty ? "" : " \(plot.context)")
                    + (plot.note.isEmpty ? "" : " (\(plot.note))")
                    + "\n\n![\(plot.title)](\(ResultsFolder.plotsFolder)/\(plot.name).svg)\n"
            }
            let omitted = group.plots.omittedNote.map { "\n\($0)\n" } ?? ""
            return "### \(group.plots.heading)\n\n\(group.plots.reading)\n\n"
                + figures.joined(separator: "\n") + omitted
        }
        return parts.isEmpty ? "" : (["## Plots\n"] + parts).joined(separator: "\n")
    }
}
