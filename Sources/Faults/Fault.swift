package import Records

/// Something that is done to a running cluster: once, or again and again.
///
/// The same list drives real and virtual time.
package struct Fault: Hashable, Sendable, Codable {
    /// From the start of the measured time.
    package var at: Nanoseconds
    package var action: FaultAction
    /// After how long it heals: a killed broker starts again, a cut link carries again. Nil is
    /// never, but for a restart and a client's crash, which start again at once. Ignored by bit
    /// rot, new partitions and offsets that are reset, where there is nothing to heal.
    package var duration: Nanoseconds?
    /// From one occurrence to the next; nil where it occurs once.
    package var interval: Nanoseconds?
    /// How often it occurs at most; nil is until the run's end. Ignored without an interval.
    package var times: Int?

    package init(
        at: Nanoseconds, action: FaultAction, duration: Nanoseconds? = nil,
        interval: Nanoseconds? = nil, times: Int? = nil
    ) {
        self.at = at
        self.action = action
        self.duration = duration
        self.interval = interval
        self.times = times
    }
}

extension Sequence<Fault> {
    /// Whether a consumer is not there before it first joins.
    package func letJoinLater(consumer number: Int) -> Bool {
        contains { $0.action == .joinConsumer(number) }
    }
}
