import Records

/// How far a broker's cleaner is: one log at a time, a slice at a tick, within its budget.
struct BackgroundCleaner {
    /// Logs of this broker that are to be compacted.
    var compactedLogs = 0
    /// Whose log is being compacted.
    var current: Replica?
    /// When logs are looked through next.
    var nextLook = Instant(Int64.min)
    /// Bytes that may be read and written now; below 0 where the last slice took more.
    private var allowance = 0
    private var lastRefill: Instant?

    /// A slice is never larger, so that what waits for the broker does not wait long.
    private static let sliceBytes = 512 << 10
    /// For how long unused budget is kept.
    private static let burst = Nanoseconds.milliseconds(100)

    /// The bytes that the next slice may take; 0 is none now.
    mutating func slice(now: Instant, bytesPerSecond: Int?) -> Int {
        guard let bytesPerSecond else { return Self.sliceBytes }
        let span = lastRefill.map { min(now - $0, Self.burst) } ?? Self.burst
        lastRefill = now
        let share = Double(bytesPerSecond) * span.seconds
        let most = max(Int(Double(bytesPerSecond) * Self.burst.seconds), 1)
        allowance = min(allowance + Int(share.rounded()), most)
        return max(0, min(allowance, Self.sliceBytes))
    }

    /// Notes what a slice took.
    mutating func spend(_ bytes: Int) { allowance -= bytes }
}
