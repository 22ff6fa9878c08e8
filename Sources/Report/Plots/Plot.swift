/// A picture of a bench, as a script for gnuplot that draws one page of SVG.
struct Plot: Equatable {
    /// The stem of its file: letters, digits, dots and dashes.
    var name: String
    /// What tells it from the pictures around it.
    var caption: String
    /// What it has in common with some of them; empty for none.
    var context = ""
    /// What the letters in the picture stand for, below it; empty for none.
    var note = ""
    /// Everything from `plot` back to the axes, but neither terminal nor output.
    var script: String

    /// Caption and context on one line.
    var title: String { context.isEmpty ? caption : "\(caption), \(context)" }
}

/// Pictures that answer the same question, side by side.
struct PlotGroup: Equatable {
    /// The anchor in the page, and the start of the names of its files.
    var id: String
    var heading: String
    /// How to read them, in a sentence or two.
    var reading: String
    var plots: [Plot]
    /// How many more there would have been.
    var omitted = 0

    /// That not all are drawn; nil where they are.
    var omittedNote: String? {
        omitted > 0 ? "\(omitted) further configurations are not drawn; the tables have all." : nil
    }

    /// More pictures than this serve nobody.
    static let plotsMax = 48

    /// The group with its plots named and cut to as many as are drawn.
    func limited() -> PlotGroup {
        var group = self
        group.omitted = max(0, plots.count - Self.plotsMax)
        group.plots = Array(plots.prefix(Self.plotsMax))
        for index in group.plots.indices { group.plots[index].name = "\(id)-\(index + 1)" }
        return group
    }
}
