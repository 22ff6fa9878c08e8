import Records

/// A workload made from one of OpenMessaging Benchmark.
package struct OMBImport: Sendable, Equatable {
    /// The workload file, which can be run. Its comments hold the notes.
    package let text: String
    /// For each key of the original, in its order, what became of it; then what else to know.
    package let notes: [String]

    /// Pure; `path` only names the original in messages. Throws `WorkloadError.invalid` for the
    /// first mistake in it: what Benchmark passes over in silence, such as a misspelled key or an
    /// unknown distribution of keys, is one.
    package init(parsing source: String, path: String) throws(WorkloadError) {
        let values = try OMBValues(parsing: source, path: path)
        var mapping = OMBMapping()
        try mapping.map(values)
        let lines = values.keys.map { key in
            let became = mapping.became[key] ?? "not mapped: \(key.reasonNotMapped ?? "")"
            return "\(key.rawValue): \(values.text(key).collapsed) -> \(became)"
        }
        notes = lines + mapping.remarks
        text = Self.file(values.text(.name), notes: notes, mapping: mapping)
        do throws(WorkloadError) {
            _ = try WorkloadFile(parsing: text, path: path)
        } catch .invalid(_, let problem) {
            let key = mapping.key(behind: problem)
            throw .invalid(
                place: key.map(values.place) ?? SourcePlace(source: path),
                problem: (key.map { "\($0.rawValue): " } ?? "") + "cannot be run here: \(problem)")
        } catch {
            throw error
        }
    }

    /// Reads and imports the file at `path`.
    package static func load(path: String) throws(WorkloadError) -> OMBImport {
        try OMBImport(parsing: try SourceText.read(path: path), path: path)
    }

    /// Writes the workload to a file that does not exist yet.
    package func write(to path: String) throws(WorkloadError) {
        try SourceText.writeNew(text, path: path)
    }

    private static func file(_ name: String, notes: [String], mapping: OMBMapping) -> String {
        let comments = ["Made from a workload of OpenMessaging Benchmark:"] + notes
        let question = "What does \(name.collapsed) of OpenMessaging Benchmark show?"
        let head =
            comments.map { "# \($0)\n" }.joined() + "name: \(quoted(name))\n"
            + "question: \(quoted(question))\n"
        return head
            + mapping.sections.map { section in
                "\(section.name):\n" + section.lines.map { "  \($0)\n" }.joined()
            }.joined()
    }

    /// A text of YAML in double quotes.
    private static func quoted(_ text: String) -> String {
        let escaped = text.collapsed.map { character in
            character == "\"" || character == "\\" ? "\\\(character)" : "\(character)"
        }
        return "\"\(escaped.joined())\""
    }
}
