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
}

extension ConsumerApplication {
    package func truncated(partition: PartitionIndex, from position: Offset, to end: Offset) {}
}
