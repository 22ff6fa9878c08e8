package import Records

/// Finds the outages of partitions that one producer meets.
///
/// An outage begins with the last acknowledgement before a failed attempt was sent, and ends with
/// the next acknowledgement after it failed: only an acknowledgement proves that the partition
/// could be written, and what a leader answers that has slept proves nothing. Told once
/// for each batch; each call takes O(1) and allocates only where an outage ends. For one thread
/// at a time.
package struct OutageTracker: ~Copyable {
    private struct Place {
        /// The last acknowledgement and its leader's epoch.
        var acknowledged = Self.never
        var epoch = LeaderEpoch.initial
        /// Since when the partition could not be written; `never` while it can be.
        var openSince = Self.never

        static let never = Instant(Int64.min)
    }

    private let partitions: Int
    private let places: UnsafeMutablePointer<Place>
    private var ended: [Outage] = []

    package init(partitions: Int) {
        self.partitions = partitions
        places = .allocate(capacity: partitions)
        places.initialize(repeating: Place(), count: partitions)
    }

    deinit { places.deallocate() }

    /// A batch was acknowledged by the leader of `leaderEpoch`.
    package mutating func acknowledged(
        partition: PartitionIndex, leaderEpoch: LeaderEpoch, now: Instant
    ) {
        let place = places + partition.index
        if place.pointee.openSince != Place.never {
            ended.append(
                Outage(
                    partition: partition, begin: place.pointee.openSince, end: now,
                    isFailover: leaderEpoch > place.pointee.epoch))
            place.pointee.openSince = Place.never
        }
        place.pointee.acknowledged = now
        place.pointee.epoch = leaderEpoch
    }

    /// An attempt to write to the leader of `leaderEpoch`, sent at `sentAt`, failed with Kafka's
    /// error number `error`, whether it is tried again or not.
    package mutating func attemptFailed(
        partition: PartitionIndex, leaderEpoch: LeaderEpoch, error: Int16, sentAt: Instant
    ) {
        let place = places + partition.index
        guard place.pointee.openSince == Place.never, Self.isOfThePartition(error) else { return }
        if place.pointee.acknowledged == Place.never {
            place.pointee.openSince = sentAt
            place.pointee.epoch = leaderEpoch
        } else {
            place.pointee.openSince = min(place.pointee.acknowledged, sentAt)
        }
    }

    /// The outages so far, by their ends; those that have not ended end at `end` and come last,
    /// in the order of the partitions. They are no failovers, as nobody leads again.
    package func outages(openUntil end: Instant) -> [Outage] {
        var outages = ended
        for index in 0..<partitions where places[index].openSince != Place.never {
            let begin = places[index].openSince
            outages.append(
                Outage(
                    partition: PartitionIndex(index), begin: begin, end: max(begin, end),
                    isFailover: false))
        }
        return outages
    }

    /// Whether the error tells of the partition, not of the batch or the producer alone: Kafka's
    /// CORRUPT_MESSAGE, RECORD_LIST_TOO_LARGE, OUT_OF_ORDER_SEQUENCE_NUMBER and
    /// INVALID_PRODUCER_EPOCH come from a leader that writes.
    private static func isOfThePartition(_ error: Int16) -> Bool {
        switch error {
        case 2, 18, 45, 47: false
        default: true
        }
    }
}
