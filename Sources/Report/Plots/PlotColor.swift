/// The colours of plots and page, each in light and in dark surroundings. Those of the lines can
/// be told apart with any kind of colour blindness.
enum PlotColor: String, CaseIterable {
    case surface, ink, muted, grid, shade, fault
    case first, second, third, fourth, fifth

    /// What gnuplot draws with; no two are alike.
    var light: String {
        switch self {
        case .surface: "#fdfdfc"
        case .ink: "#1d1d1b"
        case .muted: "#5c5c58"
        case .grid: "#e3e3df"
        case .shade: "#efeeea"
        case .fault: "#b3261e"
        case .first: "#1f6fd0"
        case .second: "#d95f0e"
        case .third: "#4c8c5a"
        case .fourth: "#c29a1f"
        case .fifth: "#8e5bb5"
        }
    }

    var dark: String {
        switch self {
        case .surface: "#1b1c1f"
        case .ink: "#ececea"
        case .muted: "#a9aaa8"
        case .grid: "#35373b"
        case .shade: "#292b30"
        case .fault: "#ff8a80"
        case .first: "#6aaeff"
        case .second: "#ff9a4d"
        case .third: "#8ccf9b"
        case .fourth: "#e8c558"
        case .fifth: "#c39ae6"
        }
    }

    /// The name of its CSS variable.
    var variable: String { "--\(rawValue)" }

    /// The colour of a line for this value of acks.
    static func acks(_ acks: String) -> PlotColor {
        switch acks {
        case "1": .first
        case "all": .second
        default: .third
        }
    }

    /// The colour of a stage of latency, by its place.
    static func stage(_ index: Int) -> PlotColor {
        let colors: [PlotColor] = [.muted, .fourth, .first, .second, .third, .fifth]
        return colors[index % colors.count]
    }

    /// A style sheet that sets the variables, dark where the reader wants it dark.
    static var styleSheet: String {
        func variables(_ color: (PlotColor) -> String) -> String {
            allCases.map { "\($0.variable):\(color($0))" }.joined(separator: ";")
        }
        return ":root{\(variables(\.light))}\n"
            + "@media(prefers-color-scheme:dark){:root{\(variables(\.dark))}}\n"
    }
}
