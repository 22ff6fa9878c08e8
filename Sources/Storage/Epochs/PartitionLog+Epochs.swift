package import Records

extension PartitionLog {
    /// Notes that this replica leads from now on: the epoch begins at the log's end, whether or
    /// not it ever gets a record.
    /// - Throws: `StorageError.staleEpoch` where the log knows a later epoch.
    package func beginEpoch(_ epoch: LeaderEpoch) throws(StorageError) {
        try checkEpoch(epoch, after: epochs.latest?.epoch)
        epochs.assign(epoch, startingAt: nextOffset)
        hasOpenEpoch = true
    }

    /// Where a follower that has everything below `from`, the last of it written in `lastEpoch`,
    /// departs from this leader's log; nil where it does not. A follower with an empty log says
    /// no epoch and departs nowhere. One that has what is still on its way into this log, from
    /// before this replica led, departs nowhere either.
    ///
    /// Source: KIP-595's rule for fetches, as Kafka's `Partition.readRecords` has it.
    /// - Throws: `StorageError.offsetOutOfRange` where this log knows no epoch that late, or where
    ///   the follower's end lies before this log's start or, undiverged, beyond what this log
    ///   was asked to append.
    package func divergence(
        from: Offset, lastEpoch: LeaderEpoch?
    ) throws(StorageError) -> EpochEnd? {
        let outOfRange = StorageError.offsetOutOfRange(
            requested: from, logStart: logStart, logEnd: logEnd)
        guard from >= logStart else { throw outOfRange }
        if let lastEpoch {
            guard let end = epochs.endOffset(for: lastEpoch, logEnd: logEnd) else {
                throw outOfRange
            }
            if end.epoch < lastEpoch || end.endOffset < from { return end }
        }
        guard from <= nextOffset else { throw outOfRange }
        return nil
    }

    /// Where a follower's log is to be cut when the leader has answered `diverging`: where that
    /// epoch, or the follower's next lower one, ends in the log that has less of it.
    ///
    /// A follower that lacks the epoch may depart even before that; it asks again with what is
    /// left (KIP-279).
    package func truncationTarget(for diverging: EpochEnd) -> Offset {
        let own = epochs.endOffset(for: diverging.epoch, logEnd: logEnd)
        return min(own?.endOffset ?? logEnd, diverging.endOffset, logEnd)
    }
}
