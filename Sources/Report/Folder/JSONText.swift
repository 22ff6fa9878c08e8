import Foundation

/// JSON with sorted keys, so that equal values make equal text.
enum JSONText {
    /// `value` on one line, without a newline at its end.
    static func line(_ value: some Encodable) throws(ReportError) -> String {
        try encode(value, [.sortedKeys, .withoutEscapingSlashes])
    }

    /// `value` on many lines, for people.
    static func page(_ value: some Encodable) throws(ReportError) -> String {
        try encode(value, [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]) + "\n"
    }

    /// The value in `data`, or why there is none.
    static func decode<Value: Decodable>(
        _ type: Value.Type, from data: Data
    ) -> Result<Value, Reason> {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return .success(try decoder.decode(type, from: data))
        } catch let error as DecodingError {
            return .failure(Reason(error))
        } catch {
            return .failure(Reason(text: "is not JSON"))
        }
    }

    /// Why a text is not the value that it should be.
    struct Reason: Error {
        var text: String
    }

    private static func encode(
        _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
    ) throws(ReportError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw ReportError.brokenFile(path: "JSON", reason: "\(type(of: value)): \(error)")
        }
    }
}

extension JSONText.Reason {
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            text = "\(Self.place(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            text = "\(Self.place(context.codingPath)) has another type than it should"
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            text = "is not JSON"
        case .dataCorrupted(let context):
            text = "\(Self.place(context.codingPath)) has a value that it cannot have"
        @unknown default:
            text = "is not JSON"
        }
    }

    /// The path of keys, as `latency.publish`.
    private static func place(_ path: [any CodingKey]) -> String {
        path.isEmpty
            ? "the value"
            : path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
}
