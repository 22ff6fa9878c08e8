/// The three latencies of one run.
package struct LatencyResults: Sendable, Codable, Equatable {
    /// From the intended send time to the acknowledgement; at `rate: max`, from the actual send.
    package var publish = LatencyHistogram()
    /// From the intended send time to the end of processing; at `rate: max`, from the actual send.
    package var endToEnd = LatencyHistogram()
    /// From the intended to the actual send time; empty at `rate: max`.
    package var publishDelay = LatencyHistogram()

    package init() {}
}
