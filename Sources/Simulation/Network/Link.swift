import DequeModule
import Records

/// One direction between two nodes: keeps its parcels in order, as a TCP connection does.
struct Link {
    /// By rising arrival.
    private var inTransit: Deque<Parcel> = []
    private var busyUntil = Instant(Int64.min)
    private var lastArrival = Instant(Int64.min)
    private var delays: RandomSource
    private var chances: RandomSource

    /// What faults do to it at present.
    var trouble = LinkTrouble()

    init(random: RandomSource) {
        delays = random.fork(stream: 0)
        chances = random.fork(stream: 1)
    }

    /// How often a message is to be put on the link: not at all where it is lost, twice where it
    /// is doubled.
    mutating func copies(_ model: NetworkModel) -> Int {
        guard !trouble.isCut else { return 0 }
        let lose = max(model.loseShare, trouble.loseShare)
        if lose > 0, chances.nextUnit() < lose { return 0 }
        let duplicate = max(model.duplicateShare, trouble.duplicateShare)
        return duplicate > 0 && chances.nextUnit() < duplicate ? 2 : 1
    }

    /// When a message of so many bytes that leaves at `departure` arrives.
    mutating func arrival(
        payloadBytes: Int, departure: Instant, _ model: NetworkModel
    ) -> Instant {
        var start = departure
        if let bandwidth = model.bandwidthBytesPerSecond {
            let bytes = payloadBytes + NetworkModel.overheadBytes
            start =
                max(departure, busyUntil)
                + Nanoseconds(Int64(bytes * 1_000_000_000 / max(bandwidth, 1)))
            busyUntil = start
        }
        var delay = model.delay + trouble.delay
        if model.jitter > .zero {
            let draw = delays.next(below: UInt64(2 * model.jitter.rawValue + 1))
            delay += Nanoseconds(Int64(draw)) - model.jitter
        }
        if model.clogShare > 0, chances.nextUnit() < model.clogShare {
            delay += Nanoseconds(Int64(chances.next(below: UInt64(model.clogMax.rawValue + 1))))
        }
        lastArrival = max(lastArrival, start + delay)
        return lastArrival
    }

    /// When the second copy of a message arrives whose first one arrives at `first`: later, perhaps
    /// behind what was sent after it, and now and then when nobody thinks of it any more.
    mutating func secondArrival(after first: Instant, _ model: NetworkModel) -> Instant {
        let isLate = chances.next(below: 8) == 0
        let span = isLate ? 3_000_000_000 : UInt64(4 * model.delay.rawValue + 1_000_000)
        return first + Nanoseconds(Int64(chances.next(below: span)))
    }

    mutating func put(_ parcel: Parcel) {
        var place = inTransit.count
        while place > 0, inTransit[place - 1].arrival > parcel.arrival { place -= 1 }
        inTransit.insert(parcel, at: place)
    }

    /// Takes the next parcel out, if it has arrived.
    mutating func takeArrived(now: Instant) -> Parcel? {
        guard let first = inTransit.first, first.arrival <= now else { return nil }
        return inTransit.removeFirst()
    }

    /// The sender has died: what is on the way arrives up to some parcel.
    mutating func breakOff() {
        guard !inTransit.isEmpty else { return }
        let kept = Int(chances.next(below: UInt64(inTransit.count + 1)))
        inTransit.removeLast(inTransit.count - kept)
    }
}

/// What faults do to a link.
struct LinkTrouble: Hashable {
    var isCut = false
    var delay = Nanoseconds.zero
    var loseShare = 0.0
    var duplicateShare = 0.0
}
