package import Records

/// What befell one member of a subscribed group, and how long it read nothing because of it.
package struct MemberJournal {
    /// Rebalances that it took part in.
    package private(set) var rebalances = 0
    /// For each rebalance in which it owned something, how long it read none of it.
    package private(set) var pauses: [Nanoseconds] = []
    /// Partitions that it gave up or lost.
    package internal(set) var revokedPartitions = 0
    /// How many partitions it is to have; nil where it is no member that knows.
    private(set) var share: Int?
    /// Partitions that it reads.
    private var reading: Set<PartitionIndex> = []
    private var stop: Stop?

    /// A rebalance under way, or a loss that leads to one.
    private struct Stop {
        /// Whether it began in the measured time.
        let isCounted: Bool
        var hadPartitions = false
        /// Since when it reads nothing; nil where it reads something.
        var since: Instant?
        /// How long it has read nothing before that.
        var total = Nanoseconds.zero
    }

    /// A rebalance begins for it, which owned so many partitions until now.
    mutating func rebalanceBegan(
        owned: Int, stopsReading: Bool, now: Instant, isCounted: Bool
    ) {
        if isCounted { rebalances += 1 }
        var stop = self.stop ?? Stop(isCounted: isCounted)
        if owned > 0 {
            stop.hadPartitions = true
            if stopsReading { stop.since = stop.since ?? now }
        }
        if stopsReading { reading.removeAll() }
        self.stop = stop
    }

    /// It knows how many partitions it owns.
    mutating func shareTaken(_ share: Int) { self.share = share }

    /// It reads a partition from now on.
    mutating func assigned(_ partition: PartitionIndex, now: Instant) {
        reading.insert(partition)
        guard let since = stop?.since else { return }
        stop?.total += now - since
        stop?.since = nil
    }

    /// It reads these no more.
    mutating func gaveUp(_ partitions: [PartitionIndex], now: Instant, isCounted: Bool) {
        if isCounted { revokedPartitions += partitions.count }
        guard !reading.isEmpty else { return }
        reading.subtract(partitions)
        guard reading.isEmpty else { return }
        var stop = self.stop ?? Stop(isCounted: isCounted)
        stop.hadPartitions = true
        stop.since = stop.since ?? now
        self.stop = stop
    }

    /// It reads everything that it owns. Answers for how long it read nothing; nil where that is no
    /// pause.
    mutating func rebalanceEnded(now: Instant) -> Nanoseconds? {
        guard let stop else { return nil }
        self.stop = nil
        guard stop.isCounted, stop.hadPartitions else { return nil }
        let pause = stop.since.map { stop.total + (now - $0) } ?? stop.total
        pauses.append(pause)
        return pause
    }

    /// The run is over; where it reads nothing, that counts so far.
    mutating func runEnded(now: Instant) -> Nanoseconds? {
        stop?.since == nil ? nil : rebalanceEnded(now: now)
    }

    /// It is no member any more.
    mutating func ended() {
        share = nil
        reading = []
        stop = nil
    }
}
