/// What gnuplot drew, made smaller and given colours that follow its surroundings.
struct SVGImage: Equatable {
    /// To stand in a page that sets the variables of `PlotColor`.
    let inline: String

    /// To stand alone in a file: with colours of its own.
    var file: String {
        guard let end = inline.firstIndex(of: ">") else { return inline }
        let start = inline.index(after: end)
        return inline[..<start] + "<style>\(PlotColor.styleSheet)</style>"
            + "<rect width=\"100%\" height=\"100%\" fill=\"var(--surface)\"/>"
            + inline[start...] + "\n"
    }

    /// - Parameters:
    ///   - drawn: an SVG file of gnuplot.
    ///   - title: what it shows, for those who cannot see it.
    ///   - name: tells its symbols from those of other pictures in the same page.
    init(drawn: String, title: String, name: String) {
        var lines = drawn.split(separator: "\n").map(String.init)
        lines = Array(lines.drop { !$0.hasPrefix("<svg") })
        var kept: [String] = []
        for line in Self.withoutDefinitions(lines) {
            if line.hasPrefix("<title>Gnuplot") {
                kept.append("<title>\(Self.escaped(title))</title>")
            } else if line.hasPrefix("<desc>") || line.hasPrefix("<rect x=\"0\" y=\"0\"") {
                continue
            } else if line == "</g>", let last = kept.last, last.hasPrefix("<g fill=") {
                kept.removeLast()
            } else {
                kept.append(Self.trimmed(line))
            }
        }
        var text = kept.joined(separator: "\n")
        text = text.replacing("<svg", with: "<svg role=\"img\"", maxReplacements: 1)
        // Several pictures stand in one page, where an id may stand once.
        text = text.replacing(/[ ]id="gnuplot_[^"]*"/, with: "")
        text = text.replacing("<tspan font-family=\"sans-serif\" >", with: "")
            .replacing("</tspan>", with: "")
        for symbol in Self.symbols {
            text = text.replacing("#\(symbol)'", with: "#\(name)\(symbol)'")
        }
        for color in PlotColor.allCases { text = Self.colored(text, color) }
        text = text.replacing("fill=\"black\"", with: "fill=\"var(--ink)\"")
        inline = text.replacing("<g>\n<defs>", with: "<g><defs>")
            .replacing("DEFINITIONS", with: Self.definitions(name))
    }

    /// The filled and the hollow circle, all that plots draw.
    private static let symbols = ["gpPt5", "gpPt6"]

    private static func definitions(_ name: String) -> String {
        "<defs><circle id='\(name)gpPt5' stroke-width='0.4' stroke='currentColor' r='1'/>"
            + "<circle id='\(name)gpPt6' fill='currentColor' stroke='none' r='1'/></defs>"
    }

    /// With one word in place of all that gnuplot defines.
    private static func withoutDefinitions(_ lines: [String]) -> [String] {
        guard let start = lines.firstIndex(of: "<defs>"), let end = lines.firstIndex(of: "</defs>"),
            start < end
        else { return lines }
        return lines[..<start] + ["DEFINITIONS"] + lines[(end + 1)...]
    }

    /// gnuplot writes a colour in one of three ways.
    private static func colored(_ text: String, _ color: PlotColor) -> String {
        let digits = Array(color.light.dropFirst())
        let parts = stride(from: 0, to: 6, by: 2).map { place in
            Int(String(digits[place...(place + 1)]), radix: 16) ?? 0
        }
        let padded = parts.map { part in
            String(repeating: " ", count: 3 - "\(part)".count) + "\(part)"
        }
        return text.replacing(
            "rgb(\(padded.joined(separator: ", ")))", with: "var(\(color.variable))"
        )
        .replacing(
            "rgb(\(parts.map { "\($0)" }.joined(separator: ",")))", with: "var(\(color.variable))"
        )
        .replacing(color.light.uppercased(), with: "var(\(color.variable))")
    }

    private static func trimmed(_ line: String) -> String {
        String(line.drop { $0 == "\t" || $0 == " " })
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}
