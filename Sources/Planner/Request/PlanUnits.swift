/// Reads the human units of the command line: `50MB/s`, `50000/s`, `1KiB`, `200us`, `7d`, `5%`.
///
/// KB, MB, GB, TB are powers of 1000; KiB, MiB, GiB, TiB are powers of 1024. A number is decimal
/// digits with at most one point; a space may stand before the unit.
/// Every function throws `PlanError.invalidValue`, which names the flag, the text and the form
/// that was expected.
package enum PlanUnits {
    /// `50MB/s` is bytes per second; `50000/s`, `50k/s` and `2M/s` are records per second.
    package static func throughput(
        _ text: String, flag: String = "--throughput"
    ) throws(PlanError) -> OfferedThroughput {
        let expected = "a rate above 0 such as 50MB/s or 50000/s"
        guard let (number, unit) = split(text), number > 0, unit.hasSuffix("/s") else {
            throw .invalidValue(flag: flag, value: text, expected: expected)
        }
        let amount = String(unit.dropLast(2))
        if let factor = recordUnits[amount] { return .recordsPerSecond(number * factor) }
        guard let size = byteUnits[amount] else {
            throw .invalidValue(flag: flag, value: text, expected: expected)
        }
        return .bytesPerSecond(number * size)
    }

    /// `10MB/s` in bytes per second.
    package static func byteRate(_ text: String, flag: String) throws(PlanError) -> Double {
        guard let (number, unit) = split(text), number > 0, unit.hasSuffix("/s"),
            let size = byteUnits[String(unit.dropLast(2))]
        else {
            throw .invalidValue(
                flag: flag, value: text, expected: "a rate above 0 such as 10MB/s")
        }
        return number * size
    }

    /// `1KB`, `512B` or `512` in bytes.
    package static func byteCount(
        _ text: String, flag: String = "--record-size"
    ) throws(PlanError) -> Int {
        let expected = "a whole number of bytes above 0 such as 1KB, 1KiB or 512"
        guard let (number, unit) = split(text), let size = unit.isEmpty ? 1 : byteUnits[unit],
            let count = Int(exactly: number * size), count > 0
        else { throw .invalidValue(flag: flag, value: text, expected: expected) }
        return count
    }

    /// `200us`, `5ms`, `7d` in seconds; `0` needs no unit.
    package static func seconds(_ text: String, flag: String) throws(PlanError) -> Double {
        guard let (number, unit) = split(text) else {
            throw .invalidValue(flag: flag, value: text, expected: durationForm)
        }
        if number == 0 && unit.isEmpty { return 0 }
        guard let size = timeUnits[unit] else {
            throw .invalidValue(flag: flag, value: text, expected: durationForm)
        }
        return number * size
    }

    /// `5%` or `0.05`: above 0, at most 1.
    package static func share(
        _ text: String, flag: String = "--top-key-share"
    ) throws(PlanError) -> Double {
        guard let (number, unit) = split(text), unit.isEmpty || unit == "%" else {
            throw .invalidValue(flag: flag, value: text, expected: shareForm)
        }
        let share = unit == "%" ? number / 100 : number
        guard share > 0, share <= 1 else {
            throw .invalidValue(flag: flag, value: text, expected: shareForm)
        }
        return share
    }

    private static let durationForm = "a time such as 200us, 5ms, 30s, 10min, 12h or 7d"
    private static let shareForm = "a share above 0 and at most 1, such as 5% or 0.05"

    private static let byteUnits: [String: Double] = [
        "B": 1, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
        "KiB": 1_024, "MiB": 1_048_576, "GiB": 1_073_741_824, "TiB": 1_099_511_627_776,
    ]

    private static let recordUnits: [String: Double] = ["": 1, "k": 1e3, "M": 1e6]

    private static let timeUnits: [String: Double] = [
        "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "h": 3_600,
        "d": 86_400, "w": 604_800,
    ]

    /// The number that `text` begins with, and what follows it; nil when it begins with none.
    private static func split(_ text: String) -> (Double, String)? {
        let digits = text.prefix { "0123456789.".contains($0) }
        guard let first = digits.first, first != ".", digits.last != ".",
            let number = Double(String(digits)), number.isFinite
        else { return nil }
        let unit = text.dropFirst(digits.count)
        return (number, String(unit.first == " " ? unit.dropFirst() : unit))
    }
}
