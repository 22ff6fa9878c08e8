/// The table of modules in `Sources/ARCHITECTURE.md`.
struct ArchitectureMap {
    static let path = "Sources/ARCHITECTURE.md"

    /// A row: a module and what it may import.
    struct Row: Equatable {
        let module: String
        let imports: [String]
    }

    let rows: [Row]

    /// Reads the rows `| module | what | imports |` whose first cell is one name in backquotes.
    init(parsing text: String) {
        rows = text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.filter { $0 != " " } }
            let names = cells.first.map(Self.names) ?? []
            guard cells.count == 3, names.count == 1, cells[0] == "`\(names[0])`" else {
                return nil
            }
            return Row(module: names[0], imports: Self.names(in: cells[2]))
        }
    }

    /// What `module` may import, or nil where it is not on the map.
    func imports(of module: String) -> [String]? {
        rows.first { $0.module == module }?.imports
    }

    /// The modules that a Swift text imports, without what they are imported for.
    static func imports(in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            var words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
            if ["package", "internal", "private", "fileprivate", "public"].contains(words.first) {
                words.removeFirst()
            }
            guard words.first == "import", words.count >= 2 else { return nil }
            let kinds: [Substring] = ["struct", "class", "enum", "protocol", "func", "typealias"]
            let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
            return name.split(separator: ".").first.map(String.init)
        }
    }

    /// The texts between backquotes.
    private static func names(in cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }
}
