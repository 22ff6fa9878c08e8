extension WorkloadFile {
    /// The workload as it is run, overrides applied and defaults written out, as a workload file
    /// that has the same cells.
    package var renderedYAML: String {
        var lines = ["name: \(name.quotedYAML)", "question: \(question.quotedYAML)"]
        if let reading { lines.append("reading: \(reading.quotedYAML)") }
        lines += Self.lines(of: base, withDefaults: true)
        if !faults.isEmpty { lines.append("faults:") }
        lines += faults.map { "  - \($0)" }
        if !additions.isEmpty {
            lines.append("also:")
            for grid in additions {
                let entry = Self.lines(of: grid, withDefaults: false)
                lines += entry.enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
            }
        }
        if let pitfall {
            lines += ["pitfall:", "  fix: \(pitfall.fix.quotedYAML)"]
            if !pitfall.cells.isEmpty {
                let names = pitfall.cells.map(\.quotedYAML).joined(separator: ", ")
                lines.append("  cells: [\(names)]")
            }
            for (key, claims) in [("damage", pitfall.damage), ("fixed", pitfall.fixed)] {
                let texts = claims.map(\.text.quotedYAML).joined(separator: ", ")
                lines.append("  \(key): [\(texts)]")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func lines(of grid: SettingGrid, withDefaults: Bool) -> [String] {
        var lines: [String] = []
        var openSections: [String] = []
        for (index, setting) in WorkloadSchema.settings.enumerated() {
            let texts =
                grid.values[index]?.map(\.value.text)
                ?? (withDefaults ? [setting.standard.text] : [])
            guard !texts.isEmpty else { continue }
            let path = WorkloadSchema.names(of: setting.section)
            let shared = zip(openSections, path).prefix { $0 == $1 }.count
            for depth in shared..<path.count {
                lines.append(indent(depth) + path[depth] + ":")
            }
            openSections = path
            let quoted = texts.map { $0.contains(",") ? $0.quotedYAML : $0 }
            let value = quoted.count == 1 ? quoted[0] : "[\(quoted.joined(separator: ", "))]"
            lines.append("\(indent(path.count))\(setting.key): \(value)")
        }
        return lines
    }

    private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }
}

extension String {
    /// The text as a double-quoted YAML scalar.
    fileprivate var quotedYAML: String {
        var result = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned:
                    let hex = String(scalar.value, radix: 16)
                    result += "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
