/// A reason not to take a run's numbers at face value. A flagged number is never printed bare.
package enum HonestyFlag: String, Hashable, Sendable, Codable, CaseIterable {
    /// The generator, or the CPU that it shares with the cluster, set the pace.
    case generatorLimited = "generator-limited"
    /// Lag or throughput drifted over the measured time.
    case notSteady = "not-steady"
    /// Fewer records were sent than the schedule asked for, beyond 0.5 %.
    case fellBehind = "fell-behind"
    /// The kernel throttled writers or tasks stalled on I/O.
    case diskThrottled = "disk-throttled"
    /// A percentile has fewer than ten samples beyond it.
    case tooFewSamples = "too-few-samples"
    /// The run stopped at its byte cap.
    case byteCap = "byte-cap"
    /// More was out of order than the checker keeps; its counts are not exact.
    case inexactVerdict = "inexact-verdict"
    /// Consumers did not reach the end of the log before the drain gave up.
    case notDrained = "not-drained"
}
