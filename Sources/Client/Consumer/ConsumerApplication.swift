package import Messages
package import Records

/// Who reads through a consumer.
package protocol ConsumerApplication: AnyObject {
    /// Processes the records under `cursor`, in order, skipping those below `position`. They are
    /// of one batch, whose leader epoch the cursor knows.
    ///
    /// - Returns: nil when all are processed; otherwise the instant from which it can go on, the
    ///   cursor standing at the first record that is not processed.
    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant?
    /// The records of another batch will be processed. `passage` tells of its way, where its leader
    /// kept that; what it is of came here at `fetchedAt`.
    func batchBegins(_ passage: BatchPassage?, fetchedAt: Instant)
    /// The position fell off the log: the records from `position` to `logStart` are gone.
    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset)
    /// The leader's log ends before the position, or departs from what was read: the records from
    /// `end` to `position` are not in it. Reading goes on at `end`.
    func truncated(partition: PartitionIndex, from position: Offset, to end: Offset)
    /// A batch could not be read; told once for each.
    ///
    /// One whose bytes are harmed is fetched again, after a pause each time, until the broker has
    /// sound bytes: its header cannot be trusted to say what lies behind it. One that is sound
    /// and cannot be decoded is passed over.
    func corrupt(partition: PartitionIndex, error: RecordError)

    // MARK: Members of a group

    /// A rebalance begins for the member, which owned so many partitions and stops reading them
    /// where the group is not cooperative, or where the member was put out, which loses it all.
    /// Told again where that befalls a cooperative member in the midst of a rebalance.
    func rebalanceBegan(owned: Int, stopsReading: Bool, now: Instant)
    /// The member knows what it owns in a generation, in order; it may be nothing.
    func shareTaken(_ partitions: [PartitionIndex], generation: GroupGeneration, now: Instant)
    /// A partition came to the member, which reads it from here on: from where its group had
    /// committed, or from where the settings say. Told again where its position was deleted and the
    /// settings let it go on elsewhere than at the log's start.
    func assigned(
        _ partition: PartitionIndex, from position: Offset, isCommitted: Bool,
        generation: GroupGeneration, now: Instant)
    /// The member gives partitions up, each with the next offset to process; those whose position
    /// it was still looking for are not among them.
    func revoked(_ partitions: [(PartitionIndex, Offset)], now: Instant)
    /// The member was put out of its group: others may have read these meanwhile. As with those
    /// that it gives up, what it had not begun to read is not among them.
    func lost(_ partitions: [(PartitionIndex, Offset)], now: Instant)
    /// The member reads everything that it owns.
    func rebalanceEnded(now: Instant)
    /// The coordinator has kept a position.
    func committed(_ partition: PartitionIndex, _ offset: Offset, now: Instant)
    /// A commit was refused, or was not answered for as long as the member waits.
    func commitFailed(_ error: ErrorCode, now: Instant)
    /// A poll took longer than `max.poll.interval.ms`: the member gave its place up.
    func pollTookTooLong(now: Instant)
    /// The consumer has closed, and left its group unless it is a static member.
    func left(now: Instant)
    /// The consumer's process ended without a word; the driver may start another in its place.
    func processEnded(now: Instant)
    /// The consumer is no member and will not try again.
    func membershipFailed(_ error: ClientError, now: Instant)
}

extension ConsumerApplication {
    package func batchBegins(_ passage: BatchPassage?, fetchedAt: Instant) {}
    package func rebalanceBegan(owned: Int, stopsReading: Bool, now: Instant) {}
    package func shareTaken(
        _ partitions: [PartitionIndex], generation: GroupGeneration, now: Instant
    ) {}
    package func assigned(
        _ partition: PartitionIndex, from position: Offset, isCommitted: Bool,
        generation: GroupGeneration, now: Instant
    ) {}
    package func revoked(_ partitions: [(PartitionIndex, Offset)], now: Instant) {}
    package func lost(_ partitions: [(PartitionIndex, Offset)], now: Instant) {}
    package func rebalanceEnded(now: Instant) {}
    package func committed(_ partition: PartitionIndex, _ offset: Offset, now: Instant) {}
    package func commitFailed(_ error: ErrorCode, now: Instant) {}
    package func pollTookTooLong(now: Instant) {}
    package func left(now: Instant) {}
    package func processEnded(now: Instant) {}
    package func membershipFailed(_ error: ClientError, now: Instant) {}
    package func truncated(partition: PartitionIndex, from position: Offset, to end: Offset) {}
}
