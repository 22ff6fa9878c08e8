import Glibc

/// The time of day, which may jump: for labels, never for durations.
package enum WallClock {
    /// Seconds since 1970 in UTC.
    package static var unixSeconds: Double { Double(readClock(CLOCK_REALTIME)) / 1e9 }

    /// `unixSeconds` as ISO 8601 in UTC, fractions of a second cut off: `2026-01-31T09:30:00Z`.
    package static func utcText(unixSeconds: Double) -> String {
        var seconds = time_t(unixSeconds.rounded(.down))
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = [
            padded(parts.tm_year + 1900, 4), padded(parts.tm_mon + 1, 2), padded(parts.tm_mday, 2),
        ]
        let time = [padded(parts.tm_hour, 2), padded(parts.tm_min, 2), padded(parts.tm_sec, 2)]
        return date.joined(separator: "-") + "T" + time.joined(separator: ":") + "Z"
    }

    private static func padded(_ value: CInt, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
