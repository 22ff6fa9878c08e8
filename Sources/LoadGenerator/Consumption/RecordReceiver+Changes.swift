package import Checker
package import Records

/// What befalls a member besides records.
extension RecordReceiver {
    /// The member has these partitions from now on; for the history.
    ///
    /// - Parameter generation: of a group that subscribed.
    package mutating func assigned(
        _ partitions: [PartitionIndex], generation: Int32? = nil, now: Instant
    ) {
        if let generation { checker.renewed(partitions, generation: generation) }
        history?.assigned(partitions, generation: generation, now: now)
    }

    /// The member reads these no more.
    package mutating func gaveUp(_ partitions: [PartitionIndex]) { checker.gaveUp(partitions) }

    /// Whether another member has come to own a partition since this one did.
    package func isOvertaken(_ partition: PartitionIndex) -> Bool {
        checker.isOvertaken(partition)
    }

    /// The member starts again at `position` of a partition, after a crash or a reset: what it
    /// reads again is no violation.
    package mutating func rewound(_ partition: PartitionIndex, to position: Offset, now: Instant) {
        checker.rewound(partition, to: position)
        history?.restarted(partition, now: now)
    }

    /// The member goes on at `position` of a partition, which another member of its group may have
    /// read before. Answers whether it is the latest owner.
    ///
    /// - Parameter cause: what lets it pass over records, where it does.
    package mutating func resumed(
        _ partition: PartitionIndex, at position: Offset, passing cause: PassingCause,
        generation: Int32
    ) -> Bool {
        checker.resumed(partition, at: position, generation: generation, passing: cause)
    }

    /// The member's process ended: the record at hand is not processed.
    package mutating func interrupted() {
        isPaused = false
        checker.gaveUpAll()
    }

    /// The records of a partition up to `logStart` were deleted before the member came to them.
    package mutating func passedOver(_ partition: PartitionIndex, to logStart: Offset) {
        checker.resumed(partition, at: logStart, passing: .retention)
    }

    /// The log was cut at `end`, below what the member had read of it.
    package mutating func truncated(_ partition: PartitionIndex, at end: Offset) {
        checker.truncated(partition, at: end)
    }
}
