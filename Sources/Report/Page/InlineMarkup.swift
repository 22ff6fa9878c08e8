/// The little Markdown that sentences of the reports use, as HTML.
enum InlineMarkup {
    /// `text` escaped, with `*…*` as emphasis and what stands between backticks as code.
    static func html(_ text: String) -> String {
        let text = unbroken(text)
        let code = text.split(separator: "`", omittingEmptySubsequences: false)
        guard code.count > 1, !code.count.isMultiple(of: 2) else { return emphasis(text) }
        return code.enumerated().map { index, part in
            index.isMultiple(of: 2) ? emphasis(part) : "<code>\(escaped(part))</code>"
        }.joined()
    }

    /// `text` with nothing in it that HTML would take for its own.
    static func escaped(_ text: some StringProtocol) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// `text` with units that stay with their numbers where a line breaks.
    private static func unbroken(_ text: String) -> String {
        var text = text
        for unit in ["%", "µs", "ms", "M"] {
            for end in [" ", ")", ",", ".", ";"] {
                text = text.replacing(" \(unit)\(end)", with: "\u{A0}\(unit)\(end)")
            }
        }
        return text
    }

    private static func emphasis(_ text: some StringProtocol) -> String {
        let parts = text.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1, !parts.count.isMultiple(of: 2) else { return escaped(text) }
        return parts.enumerated().map { index, part in
            index.isMultiple(of: 2) ? escaped(part) : "<em>\(escaped(part))</em>"
        }.joined()
    }
}
