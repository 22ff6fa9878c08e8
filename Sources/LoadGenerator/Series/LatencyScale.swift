import Records

/// Latencies in slots: one for each nanosecond below 64, then 32 for each doubling, so that the
/// middle of a slot is within 1.6 % of every latency in it. What takes longer than 137 s counts
/// as that.
enum LatencyScale {
    static let slotCount = 1056
    private static let nanosecondsMax: Int64 = (1 << 37) - 1

    /// The slot of `latency`; below 0 counts as 0.
    @inline(__always) static func slot(of latency: Nanoseconds) -> Int {
        let nanoseconds = min(max(0, latency.rawValue), nanosecondsMax)
        guard nanoseconds >= 64 else { return Int(nanoseconds) }
        let shift = 58 - nanoseconds.leadingZeroBitCount
        return shift &* 32 &+ Int(nanoseconds >> Int64(shift))
    }

    /// The middle of a slot in microseconds, to a tenth.
    static func microseconds(of slot: Int) -> Double {
        guard slot >= 64 else { return (Double(slot) / 100).rounded() / 10 }
        let shift = slot / 32 - 1
        let low = Double((slot - 32 * shift) << shift)
        let middle = low + Double(1 << shift) / 2
        return (middle / 100).rounded() / 10
    }
}
