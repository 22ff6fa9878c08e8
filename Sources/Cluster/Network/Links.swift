package import Records

/// The links on which one shard sends: when a message that is sent now arrives.
///
/// Messages of one link keep their order, as on a TCP connection, however the jitter falls; with a
/// bandwidth they follow each other.
package struct Links {
    private let settings: LinkSettings
    private var random: RandomSource
    /// Looked up by key only, never iterated.
    private var states: [Key: State] = [:]

    /// From one endpoint to another.
    package struct Key: Hashable {
        let from: Endpoint
        let to: Endpoint

        package init(from: Endpoint, to: Endpoint) {
            self.from = from
            self.to = to
        }
    }

    private struct State {
        /// When the last bit of the last message leaves the sender.
        var busyUntil = Instant(Int64.min)
        var lastArrival = Instant(Int64.min)
    }

    /// Bytes that frame a message on the wire.
    private static let overheadBytes = 100

    package init(settings: LinkSettings, seed: UInt64, shard: Int) {
        self.settings = settings
        random = RandomSource(seed: seed).fork(stream: UInt64(shard))
    }

    /// Whether messages are delivered as they are sent.
    package var isTransparent: Bool { settings.isTransparent }

    /// When a message of `payloadBytes` sent at `now` arrives.
    package mutating func arrival(_ key: Key, payloadBytes: Int, now: Instant) -> Instant {
        var state = states[key] ?? State()
        var departure = now
        if let bandwidth = settings.bandwidthBytesPerSecond {
            let transfer = Double(payloadBytes + Self.overheadBytes) / bandwidth
            departure = max(now, state.busyUntil) + .seconds(transfer)
            state.busyUntil = departure
        }
        var delay = settings.roundTripTime / 2
        if settings.jitter > .zero {
            delay += Nanoseconds(
                Int64(random.next(below: UInt64(settings.jitter.rawValue) + 1)))
        }
        state.lastArrival = max(state.lastArrival, departure + delay)
        states[key] = state
        return state.lastArrival
    }
}
