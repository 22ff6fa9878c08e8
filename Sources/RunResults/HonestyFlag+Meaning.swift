extension HonestyFlag {
    /// What the flag says, as one clause for a footnote.
    package var meaning: String {
        switch self {
        case .generatorLimited: "the generator, or the CPU that it shares, set the pace"
        case .notSteady: "lag or throughput drifted over the measured time"
        case .fellBehind: "over 0.5 % fewer records were sent than the schedule asked for"
        case .diskThrottled: "the kernel throttled writers, or tasks stalled on I/O"
        case .tooFewSamples: "a percentile has fewer than ten samples beyond it and is left out"
        case .byteCap: "the run stopped early, at the most bytes that it may keep"
        case .inexactVerdict:
            "more was out of order than the checker keeps, so its counts are not exact"
        case .notDrained: "consumers did not reach the end of the log before the drain gave up"
        }
    }

    /// Which of a run's numbers the flag casts doubt on. Too few samples cast none: the
    /// percentile is left out.
    package var doubts: Set<MeasureKind> {
        switch self {
        case .generatorLimited, .notSteady, .fellBehind, .diskThrottled, .byteCap:
            [.throughput, .latency, .cost]
        case .tooFewSamples: []
        case .notDrained, .inexactVerdict: [.verification]
        }
    }
}

/// The kinds of numbers that a flag can cast doubt on.
package enum MeasureKind: Hashable, Sendable, CaseIterable {
    case throughput
    case latency
    case cost
    case verification
}
