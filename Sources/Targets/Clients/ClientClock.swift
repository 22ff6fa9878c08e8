/// What time a run's clients go by.
package enum ClientClock: Hashable, Sendable {
    /// The system's monotonic clock, read in the middle of a step too.
    case monotonic
    /// What the driver says at the beginning of each step: virtual time.
    case handed
}
