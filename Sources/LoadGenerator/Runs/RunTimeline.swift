public import Records

/// The instants that divide a run.
public struct RunTimeline: Hashable, Sendable {
    /// The first record may be sent.
    public let start: Instant
    /// The warm-up ends; from here on speed counts.
    public let measureStart: Instant
    /// No record is intended for this instant or later; what is under way is still drained.
    public let measureEnd: Instant

    public init(start: Instant, warmup: Nanoseconds, duration: Nanoseconds) {
        self.start = start
        measureStart = start + warmup
        measureEnd = measureStart + duration
    }

    /// The same for who sends in the warm-up alone.
    package var warmupAlone: RunTimeline {
        RunTimeline(start: start, warmup: measureStart - start, duration: .zero)
    }

    /// How long the drain goes on at most after the last fault has healed, though it moves: five
    /// times as long as the run, and a minute at least.
    package var drainMax: Nanoseconds { max(.seconds(60), (measureEnd - start) * 5) }

    /// Whether `instant` lies in the measured time.
    @inlinable public func isMeasured(_ instant: Instant) -> Bool {
        instant >= measureStart && instant < measureEnd
    }
}
