/// Markdown blocks, an empty line between each two.
struct MarkdownPage {
    private var blocks: [String] = []

    var text: String { blocks.joined(separator: "\n\n") + "\n" }

    mutating func heading(_ level: Int, _ text: String) {
        blocks.append(String(repeating: "#", count: level) + " " + text)
    }

    mutating func paragraph(_ text: String) { blocks.append(text) }

    mutating func list(_ items: [String]) {
        if !items.isEmpty { blocks.append(items.map { "- \($0)" }.joined(separator: "\n")) }
    }

    /// A table whose cells may hold any text; bars in them are escaped.
    mutating func table(_ header: [String], _ rows: [[String]]) {
        let lines = [header, header.map { _ in "---" }] + rows
        blocks.append(
            lines.map { "| " + $0.map(Self.cell).joined(separator: " | ") + " |" }
                .joined(separator: "\n"))
    }

    private static func cell(_ text: String) -> String {
        String(text.flatMap { $0 == "|" ? "\\|" : $0 == "\n" ? " " : String($0) })
    }
}
