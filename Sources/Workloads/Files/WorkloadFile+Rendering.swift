extension WorkloadFile {
    /// The workload as it is run, overrides applied and defaults written out, as a workload file
    /// of the same folder that has the same cells.
    package var renderedYAML: String { rendered(\.text) }

    /// The same for a folder of its own, with the files that it names.
    package var copy: WorkloadCopy {
        var files: [String: String] = [:]
        let text = rendered { value in
            value.contents.map { files.add($0, named: value.text) } ?? value.text
        }
        return WorkloadCopy(text: text, files: files)
    }

    /// - Parameter write: a value's text.
    private func rendered(_ write: (SettingValue) -> String) -> String {
        var lines = ["name: \(name.quotedYAML)", "question: \(question.quotedYAML)"]
        if let reading { lines.append("reading: \(reading.quotedYAML)") }
        lines += Self.lines(of: base, withDefaults: true, write)
        if !faults.isEmpty { lines.append("faults:") }
        lines += faults.map { "  - \($0)" }
        if !additions.isEmpty {
            lines.append("also:")
            for grid in additions {
                let entry = Self.lines(of: grid, withDefaults: false, write)
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

    private static func lines(
        of grid: SettingGrid, withDefaults: Bool, _ write: (SettingValue) -> String
    ) -> [String] {
        var lines: [String] = []
        var openSections: [String] = []
        for (index, setting) in WorkloadSchema.settings.enumerated() {
            let texts =
                grid.values[index]?.map { write($0.value) }
                ?? (withDefaults ? [setting.standard.text] : [])
            guard !texts.isEmpty else { continue }
            let path = WorkloadSchema.names(of: setting.section)
            let shared = zip(openSections, path).prefix { $0 == $1 }.count
            for depth in shared..<path.count {
                lines.append(indent(depth) + path[depth] + ":")
            }
            openSections = path
            let quoted = texts.map { $0.isPlainYAML ? $0 : $0.quotedYAML }
            let value = quoted.count == 1 ? quoted[0] : "[\(quoted.joined(separator: ", "))]"
            lines.append("\(indent(path.count))\(setting.key): \(value)")
        }
        return lines
    }

    private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }
}

/// A workload for a folder of its own.
package struct WorkloadCopy: Sendable, Equatable {
    /// The workload file.
    package let text: String
    /// What the files hold that it names, by their paths from its folder.
    package let files: [String: String]

    package init(text: String, files: [String: String]) {
        self.text = text
        self.files = files
    }
}

extension [String: String] {
    /// Adds a file under the last part of its name, or with a number where another has that one.
    /// Answers its path.
    fileprivate mutating func add(_ contents: String, named name: String) -> String {
        let last = name.split(separator: "/").last.map(String.init) ?? "file"
        var path = "inputs/\(last)"
        var number = 1
        while let other = self[path], other != contents {
            number += 1
            path = "inputs/\(number)-\(last)"
        }
        self[path] = contents
        return path
    }
}

extension String {
    /// Whether the text means itself in YAML, inside a list too: letters, digits and what no
    /// syntax is made of, beginning with one of them.
    fileprivate var isPlainYAML: Bool {
        func isPlain(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "/"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard let first = utf8.first, let last = utf8.last, isPlain(first), isPlain(last) else {
            return false
        }
        return utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") || $0 == 0x20 }
    }

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
