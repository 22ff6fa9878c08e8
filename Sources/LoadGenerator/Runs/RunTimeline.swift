package import Records

/// The instants that divide a run.
package struct RunTimeline: Hashable, Sendable {
    /// The first record may be sent.
    package let start: Instant
    /// The warm-up ends; from here on speed counts.
    package let measureStart: Instant
    /// No record is intended for this instant or later; what is under way is still drained.
    package let measureEnd: Instant

    package init(start: Instant, warmup: Nanoseconds, duration: Nanoseconds) {
        self.start = start
        measureStart = start + warmup
        measureEnd = measureStart + duration
    }

    /// Whether `instant` lies in the measured time.
    @inlinable package func isMeasured(_ instant: Instant) -> Bool {
        instant >= measureStart && instant < measureEnd
    }
}
