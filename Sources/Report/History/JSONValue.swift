/// A JSON value as a line of a history holds it. Objects keep the order of their fields.
enum JSONValue {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number that is no 64-bit integer, as it stands there.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([(name: String, value: JSONValue)])

    /// The value in an error's line, shortened.
    var text: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .number(let text): Self.shortened(text)
        case .string(let text): "\"\(Self.shortened(text))\""
        case .array(let values): "an array of \(values.count)"
        case .object: "an object"
        }
    }

    /// At most 40 characters of `text`, on one line.
    static func shortened(_ text: String) -> String {
        let line = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        return line.count <= 40 ? line : line.prefix(40) + "…"
    }
}
