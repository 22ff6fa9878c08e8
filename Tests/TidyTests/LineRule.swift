import Testing

/// Something that no line of a file may hold.
struct LineRule: Sendable, CustomTestStringConvertible {
    let name: String
    /// Whether the file at this path, from the repository's top, is held to the rule.
    let appliesTo: @Sendable (_ path: String) -> Bool
    /// Whether comments are read too.
    let readsComments: Bool
    let isBroken: @Sendable (_ line: Substring) -> Bool

    var testDescription: String { name }

    init(
        _ name: String, readsComments: Bool = false,
        appliesTo: @escaping @Sendable (String) -> Bool,
        isBroken: @escaping @Sendable (Substring) -> Bool
    ) {
        self.name = name
        self.appliesTo = appliesTo
        self.readsComments = readsComments
        self.isBroken = isBroken
    }

    /// The places in `text` that break the rule: `path:line: text of the line`.
    func violations(in text: String, path: String) -> [String] {
        guard appliesTo(path) else { return [] }
        var found: [String] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let read = readsComments ? line : Self.withoutComment(line)
            if isBroken(read) { found.append("\(path):\(index + 1): \(line)") }
        }
        return found
    }

    /// The line in front of `//`, unless that stands in a string, as in an address.
    private static func withoutComment(_ line: Substring) -> Substring {
        guard let comment = line.firstRange(of: "//") else { return line }
        let before = line[..<comment.lowerBound]
        return before.filter { $0 == "\"" }.count.isMultiple(of: 2) ? before : line
    }
}
