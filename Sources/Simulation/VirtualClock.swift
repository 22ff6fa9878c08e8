package import Records

/// The one clock of a simulation. It stands still during a step and jumps to the next event.
package final class VirtualClock {
    package private(set) var now: Instant

    package init(start: Instant = Instant(0)) { now = start }

    /// Goes on to `time`; never back.
    package func advance(to time: Instant) { now = max(now, time) }
}
