package import Records

/// The links on which one shard sends: when a message that is sent now arrives.
///
/// Messages of one link keep their order, as on a TCP connection, however the jitter falls; with a
/// bandwidth they follow each other. Faults lose, delay or double the messages of the links that
/// they concern and leave the others as they are.
package struct Links {
    private let settings: LinkSettings
    private var random: RandomSource
    /// Apart from the jitter's, which faults thus leave as it is.
    private var faultRandom: RandomSource
    /// Looked up by key only, never iterated.
    private var states: [Key: State] = [:]
    private var faults: [LinkFault] = []
    /// When the last message arrives that a fault delayed.
    private var lastDelayedArrival = Instant(Int64.min)
    /// Whether messages are delivered as they are sent.
    package private(set) var isTransparent: Bool

    /// From one endpoint to another.
    package struct Key: Hashable {
        let from: Endpoint
        let to: Endpoint

        package init(from: Endpoint, to: Endpoint) {
            self.from = from
            self.to = to
        }
    }

    /// What becomes of one message.
    package struct Passage: Hashable {
        /// When it arrives; nil where it is lost.
        package var arrival: Instant?
        /// When it arrives once more; nil where it does not.
        package var secondArrival: Instant?

        package init(arrival: Instant? = nil, secondArrival: Instant? = nil) {
            self.arrival = arrival
            self.secondArrival = secondArrival
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
        isTransparent = settings.isTransparent
        random = RandomSource(seed: seed).fork(stream: UInt64(shard))
        faultRandom = random.fork(stream: 1)
    }

    /// When a message of `payloadBytes` sent at `now` arrives where no fault concerns it.
    package mutating func arrival(_ key: Key, payloadBytes: Int, now: Instant) -> Instant {
        arrival(key, payloadBytes: payloadBytes, extraDelay: .zero, now: now)
    }

    /// What becomes of a message of `payloadBytes` that is sent at `now`.
    package mutating func passage(_ key: Key, payloadBytes: Int, now: Instant) -> Passage {
        guard !faults.isEmpty else {
            if lastDelayedArrival <= now { isTransparent = settings.isTransparent }
            return Passage(arrival: arrival(key, payloadBytes: payloadBytes, now: now))
        }
        var extraDelay = Nanoseconds.zero
        var isDoubled = false
        for fault in faults where fault.concerns(key) {
            switch fault.effect {
            case .cut: return Passage()
            case .lose(let share): if faultRandom.nextUnit() < share { return Passage() }
            case .delay(let delay): extraDelay += delay
            case .duplicate(let share): isDoubled = faultRandom.nextUnit() < share || isDoubled
            }
        }
        let first = arrival(key, payloadBytes: payloadBytes, extraDelay: extraDelay, now: now)
        guard isDoubled else { return Passage(arrival: first) }
        return Passage(
            arrival: first,
            secondArrival: arrival(
                key, payloadBytes: payloadBytes, extraDelay: extraDelay, now: now))
    }

    // MARK: Faults

    /// Lets a fault concern what is sent from now on.
    package mutating func strike(_ fault: LinkFault) {
        faults.append(fault)
        isTransparent = false
    }

    /// Ends a fault; what it delayed stays in its order.
    package mutating func heal(number: Int) {
        faults.removeAll { $0.number == number }
    }

    private mutating func arrival(
        _ key: Key, payloadBytes: Int, extraDelay: Nanoseconds, now: Instant
    ) -> Instant {
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
        state.lastArrival = max(state.lastArrival, departure + delay + extraDelay)
        states[key] = state
        if extraDelay > .zero { lastDelayedArrival = max(lastDelayedArrival, state.lastArrival) }
        return state.lastArrival
    }
}
