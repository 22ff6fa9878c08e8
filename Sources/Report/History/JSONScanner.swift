/// Reads one JSON value from bytes, as RFC 8259 has it. Time O(n).
///
/// Written here because a history has millions of short lines, each of which must be held to its
/// fields exactly: integers stay integers, and a field that comes twice is an error.
struct JSONScanner {
    /// Where and why the bytes are not JSON; columns count bytes from 1.
    struct Failure: Error {
        var column: Int
        var reason: String
    }

    /// Values nested deeper than this are refused.
    private static let depthMax = 8

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The one value that `bytes` hold.
    static func value(
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(Failure) -> JSONValue {
        var scanner = JSONScanner(bytes)
        let value = try scanner.value(depth: 0)
        scanner.skipSpace()
        if scanner.position < bytes.count { throw scanner.unexpected("the end of the line") }
        return value
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth <= Self.depthMax else {
            throw Failure(
                column: position + 1, reason: "is nested more than \(Self.depthMax) deep")
        }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"): return try number()
        case .some where digit != nil: return try number()
        default: throw unexpected("a value")
        }
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONValue {
        var fields: [(name: String, value: JSONValue)] = []
        fields.reserveCapacity(8)
        position += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(fields) }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw unexpected("a field's name") }
            let start = position
            let name = try string()
            if fields.contains(where: { $0.name == name }) {
                throw Failure(
                    column: start + 1,
                    reason: "has field \"\(JSONValue.shortened(name))\" twice")
            }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected("\":\"") }
            fields.append((name, try value(depth: depth + 1)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(fields) }
            guard take(UInt8(ascii: ",")) else { throw unexpected("\",\" or \"}\"") }
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> JSONValue {
        var values: [JSONValue] = []
        position += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(values) }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(values) }
            guard take(UInt8(ascii: ",")) else { throw unexpected("\",\" or \"]\"") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Failure)
        -> JSONValue
    {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count,
            (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
        else { throw unexpected("a value") }
        position += count
        return value
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = position
        let isNegative = take(UInt8(ascii: "-"))
        let digits = position
        var magnitude: UInt64 = 0
        var isInteger = true
        while let digit = digit {
            let (tenfold, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(UInt64(digit))
            if overflow || carry { isInteger = false }
            magnitude = sum
            position += 1
        }
        if position == digits || (position - digits > 1 && bytes[digits] == UInt8(ascii: "0")) {
            position = digits
            throw unexpected("a number")
        }
        if take(UInt8(ascii: ".")) {
            isInteger = false
            try skipDigits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            try skipDigits()
        }
        if isInteger, magnitude <= UInt64(Int64.max) {
            return .integer(isNegative ? -Int64(magnitude) : Int64(magnitude))
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func skipDigits() throws(Failure) {
        guard digit != nil else { throw unexpected("a digit") }
        while digit != nil { position += 1 }
    }

    private var digit: UInt8? {
        guard let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
        return byte - UInt8(ascii: "0")
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D { position += 1 }
    }

    private func unexpected(_ expected: String) -> Failure {
        guard let byte = peek else {
            return Failure(
                column: position + 1, reason: "ends here; expected \(expected)")
        }
        let found =
            0x20..<0x7F ~= byte
            ? "'\(Character(UnicodeScalar(byte)))'"
            : "byte \(byte)"
        return Failure(
            column: position + 1, reason: "has \(found) here; expected \(expected)")
    }
}

// Strings.
extension JSONScanner {
    /// The string that begins at the quote at the position.
    private mutating func string() throws(Failure) -> String {
        let start = position
        position += 1
        let first = position
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"),
            byte >= 0x20
        { position += 1 }
        if peek == UInt8(ascii: "\"") {
            defer { position += 1 }
            return try text(bytes[first..<position], column: start + 1)
        }
        var units = Array(bytes[first..<position])
        while let byte = peek {
            if byte == UInt8(ascii: "\"") {
                position += 1
                return try text(units[...], column: start + 1)
            }
            guard byte >= 0x20 else { throw unexpected("an escaped control character") }
            position += 1
            if byte == UInt8(ascii: "\\") {
                units += String(try escape()).utf8
            } else {
                units.append(byte)
            }
        }
        throw unexpected("'\"'")
    }

    private func text(
        _ units: some Collection<UInt8>, column: Int
    ) throws(Failure) -> String {
        guard let text = String(validating: units, as: UTF8.self) else {
            throw Failure(column: column, reason: "has a string that is not UTF-8")
        }
        return text
    }

    /// The character that is escaped; the backslash lies behind.
    private mutating func escape() throws(Failure) -> UnicodeScalar {
        guard let byte = peek else { throw unexpected("an escape") }
        let plain: [UInt8: UnicodeScalar] = [
            UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
            UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
            UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
        ]
        if let scalar = plain[byte] {
            position += 1
            return scalar
        }
        guard byte == UInt8(ascii: "u") else { throw unexpected("an escape") }
        position += 1
        let high = try unit()
        if let scalar = UnicodeScalar(high) { return scalar }
        guard 0xD800..<0xDC00 ~= high, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw unexpected("a pair of surrogates")
        }
        let low = try unit()
        guard 0xDC00..<0xE000 ~= low,
            let scalar = UnicodeScalar(
                0x10000 + (UInt32(high - 0xD800) << 10) + UInt32(low - 0xDC00))
        else { throw unexpected("a pair of surrogates") }
        return scalar
    }

    /// Four hexadecimal digits.
    private mutating func unit() throws(Failure) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw unexpected("four hexadecimal digits")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }
}
