/// A piece of a parsed file that knows where it was written.
///
/// Scalars are kept as text: what a text means is for the setting to say, not for YAML (which
/// would make `no` a truth value and `1:30` a number).
struct SourceNode: Sendable {
    enum Content: Sendable {
        case scalar(String)
        case list([SourceNode])
        case mapping([Entry])
    }

    /// One key of a mapping with its value.
    struct Entry: Sendable {
        let key: String
        let keyPlace: SourcePlace
        let value: SourceNode
    }

    let content: Content
    let place: SourcePlace

    /// What the node is, for messages that expected something else.
    var kind: String {
        switch content {
        case .scalar(""): "nothing"
        case .scalar(let text): text.shown
        case .list(let items): items.isEmpty ? "an empty list" : "a list"
        case .mapping: "a mapping"
        }
    }
}

extension String {
    /// The text as a message shows it: on one line, cut short, and quoted unless it is a number
    /// with or without a unit.
    var shown: String {
        let line = String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        let text = line.count > 60 ? line.prefix(57) + "..." : line[...]
        let isNumber = text.first.map { $0.isNumber || "+-.".contains($0) } ?? false
        return isNumber && !text.contains(" ") ? String(text) : "'\(text)'"
    }

    /// The text with every run of white space made one space, and none at its ends.
    var collapsed: String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
