/// What all plots of a bench have in common.
enum PlotSheet {
    static let width = 450
    static let height = 290

    /// What every picture begins with: nothing is kept from the one before it.
    static func preamble(height: Int = height) -> String {
        func color(_ color: PlotColor) -> String { "rgb '\(color.light)'" }
        return """
            reset
            set terminal svg size \(width),\(height) dynamic font 'sans-serif,13' \
            linewidth 1 dashlength 0.6 noenhanced background '\(PlotColor.surface.light)'
            set encoding utf8
            set border 3 lc \(color(.muted)) lw 0.6
            set tics nomirror scale 0.4 textcolor \(color(.muted))
            set grid ytics lt 1 lw 0.7 lc \(color(.grid)), lt 1 lw 0.7 lc \(color(.grid))
            set key top left horizontal outside Left reverse samplen 1.6 width 1 \
            textcolor \(color(.ink))
            set tmargin 1.6
            set bmargin 2.7
            set xtics offset 0,0.4
            set xlabel textcolor \(color(.muted))
            set ylabel textcolor \(color(.muted))

            """
    }

    /// The command for the title of the horizontal axis.
    static func xlabel(_ title: String) -> String {
        "set xlabel \(PlotText.quoted(title)) offset 0,0.8\n"
    }

    /// A script that draws `plots` one after the other on its standard output.
    static func script(_ plots: [Plot]) -> String {
        plots.map { "\($0.script)set output\n" }.joined()
    }
}

extension Measure {
    /// What stands beside an axis of this measure: `12.3 M`, `5 ms`.
    func axisLabel(_ value: Double) -> String {
        let unit = unit(value)
        return PlotAxis.short(value / unit.size) + unit.suffix
    }
}
