import Checker
package import Records

/// What befalls a member besides records.
extension RecordReceiver {
    /// The member has these partitions from now on; for the history.
    package mutating func assigned(_ partitions: [PartitionIndex], now: Instant) {
        history?.assigned(partitions, now: now)
    }

    /// The member starts again at `position` of a partition, after a crash or a reset: what it
    /// reads again is no violation.
    package mutating func rewound(_ partition: PartitionIndex, to position: Offset, now: Instant) {
        checker.rewound(partition, to: position)
        history?.restarted(partition, now: now)
    }

    /// The log was cut at `end`, below what the member had read of it.
    package mutating func truncated(_ partition: PartitionIndex, at end: Offset) {
        checker.truncated(partition, at: end)
    }
}
