/// The fields of one JSON object, read by name and held to their types. A failure is the reason
/// in an error's line.
struct HistoryFields {
    struct Failure: Error {
        var reason: String
    }

    private let fields: [(name: String, value: JSONValue)]

    init(_ value: JSONValue) throws(Failure) {
        guard case .object(let fields) = value else {
            throw Failure(reason: "is \(value.text); expected an object")
        }
        self.fields = fields
    }

    /// Refuses fields with other names than these.
    func require(only names: [String], of kind: String) throws(Failure) {
        for field in fields where !names.contains(field.name) {
            throw Failure(
                reason: "has the unknown field \"\(JSONValue.shortened(field.name))\"; "
                    + "expected of \(kind) only \(names.joined(separator: ", "))")
        }
    }

    /// The field, or nil where it is missing or null.
    func optional(_ name: String) -> JSONValue? {
        for field in fields where field.name == name {
            if case .null = field.value { return nil }
            return field.value
        }
        return nil
    }

    func integer<Integer: FixedWidthInteger>(
        _ name: String, _ range: ClosedRange<Integer>
    ) throws(Failure) -> Integer {
        guard let value = try optionalInteger(name, range) else {
            throw missing(name, Self.expected(range))
        }
        return value
    }

    func optionalInteger<Integer: FixedWidthInteger>(
        _ name: String, _ range: ClosedRange<Integer>
    ) throws(Failure) -> Integer? {
        guard let value = optional(name) else { return nil }
        return try Self.integer(value, name, range)
    }

    /// `value` as an integer; `name` is what the error calls it.
    static func integer<Integer: FixedWidthInteger>(
        _ value: JSONValue, _ name: String, _ range: ClosedRange<Integer>
    ) throws(Failure) -> Integer {
        guard case .integer(let number) = value, let integer = Integer(exactly: number),
            range ~= integer
        else { throw Failure(reason: "\(name) is \(value.text); expected \(expected(range))") }
        return integer
    }

    func string(_ name: String) throws(Failure) -> String {
        guard let value = try optionalString(name) else { throw missing(name, "a string") }
        return value
    }

    func optionalString(_ name: String) throws(Failure) -> String? {
        guard let value = optional(name) else { return nil }
        return try Self.string(value, name)
    }

    /// `value` as a string; `name` is what the error calls it.
    static func string(_ value: JSONValue, _ name: String) throws(Failure) -> String {
        guard case .string(let text) = value, !text.isEmpty else {
            throw Failure(reason: "\(name) is \(value.text); expected a string with characters")
        }
        return text
    }

    func bool(_ name: String) throws(Failure) -> Bool {
        guard let value = optional(name) else { throw missing(name, "true or false") }
        guard case .bool(let flag) = value else {
            throw Failure(reason: "\(name) is \(value.text); expected true or false")
        }
        return flag
    }

    func array(_ name: String) throws(Failure) -> [JSONValue] {
        guard let value = optional(name) else { throw missing(name, "an array") }
        guard case .array(let values) = value else {
            throw Failure(reason: "\(name) is \(value.text); expected an array")
        }
        return values
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(Failure) -> Choice {
        guard let value = try optionalChoice(name, type) else {
            throw missing(name, Self.expected(type))
        }
        return value
    }

    func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(Failure) -> Choice? {
        guard let value = optional(name) else { return nil }
        guard case .string(let text) = value, let choice = Choice(rawValue: text) else {
            throw Failure(reason: "\(name) is \(value.text); expected \(Self.expected(type))")
        }
        return choice
    }

    func missing(_ name: String, _ expected: String) -> Failure {
        Failure(reason: "has no \(name); expected \(expected)")
    }

    private static func expected<Integer: FixedWidthInteger>(
        _ range: ClosedRange<Integer>
    ) -> String {
        "an integer in \(range.lowerBound)...\(range.upperBound)"
    }

    private static func expected<Choice: RawRepresentable<String> & CaseIterable>(
        _ type: Choice.Type
    ) -> String {
        "one of " + type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    }
}
