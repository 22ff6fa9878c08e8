import Records

/// When a node's one processor is free, and when the node is to be woken next.
struct ProcessClock {
    /// The step under way ends here.
    private(set) var busyUntil = Instant(Int64.min)
    /// When the earliest wake-up that counts is scheduled.
    private var armedAt = Instant.distantFuture
    /// Whether the last step was for time's sake: messages then have the next turn.
    var lastWasTimer = false
    /// Each step takes so many times as long; at least 1.
    private(set) var slowness = 1.0

    /// Accounts for a step that begins at `now`, and answers when it ends.
    /// - Parameter waiting: what it spends besides, however fast the processor is.
    mutating func spend(
        _ cost: Nanoseconds, waiting: Nanoseconds = .zero, now: Instant
    ) -> Instant {
        let slowed =
            slowness > 1 ? Nanoseconds(Int64(Double(cost.rawValue) * slowness)) : cost
        busyUntil = now + slowed + waiting
        return busyUntil
    }

    /// Takes as many times as long for each step from now on; a step under way that has become
    /// slow ends with that.
    mutating func setSlowness(_ factor: Double, now: Instant) {
        if factor < slowness { busyUntil = min(busyUntil, now) }
        slowness = factor
    }

    /// Whether a wake-up at `time` is to be scheduled, because none as early is.
    mutating func arm(_ time: Instant) -> Bool {
        guard time < armedAt else { return false }
        armedAt = time
        return true
    }

    /// Takes a wake-up; answers false for one that an earlier one has replaced.
    mutating func woken(at time: Instant) -> Bool {
        guard time == armedAt else { return false }
        armedAt = .distantFuture
        return true
    }
}
