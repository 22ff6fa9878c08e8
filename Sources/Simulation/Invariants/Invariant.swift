/// What has to hold after every step of a simulation.
package enum Invariant: String, Hashable, Sendable, CaseIterable {
    // Replication
    /// Everything below any presumed leader's high watermark is on every member of the in-sync set
    /// that the controller holds.
    case strongIsr = "StrongIsr"
    /// The same, with the in-sync set that the leader itself holds.
    case weakIsr = "WeakIsr"
    /// The controller's leader is in its in-sync set, and that among the replicas.
    case leaderInIsr = "LeaderInIsr"
    /// No two brokers ever lead a partition in one epoch.
    case singleLeaderPerEpoch = "SingleLeaderPerEpoch"
    /// Epochs never fall: the controller's, and what a broker knows while it runs.
    case monotonicEpoch = "MonotonicEpoch"
    /// Who begins to lead holds every record committed in earlier epochs.
    case leaderCompleteness = "LeaderCompleteness"
    /// The same offset and epoch are the same bytes on every replica, and what a replica takes for
    /// committed is what was committed.
    case logMatching = "LogMatching"
    /// What a consumer is sent was committed, and is what was committed there.
    case consistentRead = "ConsistentRead"
    /// No replica cuts a committed record off, and at the end the leader has them all.
    case noCommittedRecordLost = "NoCommittedRecordLost"
    /// Unless unclean election is allowed, who is elected was in sync or eligible.
    case uncleanExclusion = "UncleanExclusion"
    /// The high watermark rises only while as many replicas as `min.insync.replicas` are in sync.
    case highWatermarkNeedsMinIsr = "HighWatermarkNeedsMinIsr"
    /// A leader's high watermark never falls within its epoch.
    case monotonicHighWatermark = "MonotonicHighWatermark"
    /// What is acknowledged at acks=all is committed, at acks=1 written; and synced before that
    /// where `flush.messages` is 1.
    case acknowledgedIsSafe = "AcknowledgedIsSafe"
    /// Of an idempotent producer's batches each is committed once, in the order of its sequences.
    case idempotentSequence = "IdempotentSequence"
    // Groups
    /// In each generation of a group a partition belongs to one member.
    case oneOwnerPerGeneration = "OneOwnerPerGeneration"
    /// What a member is given exists and was subscribed to.
    case legalAssignment = "LegalAssignment"
    /// A group's generation never falls.
    case monotonicGeneration = "MonotonicGeneration"
    /// A commit is taken only of a member of the present generation.
    case fencedCommit = "FencedCommit"
    /// A position that was acknowledged as committed, or one that came later, is what the group's
    /// coordinator tells from then on.
    case committedOffsetKept = "CommittedOffsetKept"
    // Old records
    /// Compaction takes a record only where a later one of its key stands, and at the end every
    /// replica replays to the same table as all that was committed.
    case compactionKeepsLatest = "CompactionKeepsLatest"
    /// Compaction takes nothing that is not committed, and nothing for the sake of what is not.
    case compactionBelowHighWatermark = "CompactionBelowHighWatermark"
    /// A tombstone stays until the delete horizon that an earlier pass gave it.
    case tombstoneKeptUntilHorizon = "TombstoneKeptUntilHorizon"
    // Structure
    /// log start <= high watermark <= log end <= next offset.
    case logBounds = "LogBounds"
    /// Leader-epoch cache: strictly rising in epoch and in offset, within the log.
    case epochCacheMonotone = "EpochCacheMonotone"
    /// Index entries rise strictly and lie within their segment.
    case indexMonotone = "IndexMonotone"
    /// Replicas that end at the same offset under the same leader hold the same batches; at the
    /// end of a run, the same bytes.
    case caughtUpReplicasIdentical = "CaughtUpReplicasIdentical"
    /// A restart finds what was intact on the disk, no less and no more; what was synced is intact
    /// after a power loss.
    case recoveryKeepsIntact = "RecoveryKeepsIntact"
}
