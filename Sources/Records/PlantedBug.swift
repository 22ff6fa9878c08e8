/// A bug that tests switch on, to see that the checks catch it. Each is a row of what engines of
/// this kind have got wrong. Builds for release know none of them: see `PlantedBugs`.
public enum PlantedBug: Int, Hashable, Sendable, CaseIterable {
    /// A follower of a new leader cuts its log to its own high watermark and does not say which
    /// epoch it has (before KIP-101).
    case cutsToHighWatermark
    /// After one cut a follower takes its log for the leader's and does not ask again (before
    /// KIP-279).
    case cutsOnce
    /// A leader looks at no epoch of a fetch, neither the reader's nor that of its last batch
    /// (before KIP-320).
    case ignoresFetchEpochs
    /// A new leader takes in followers that have reached its stale high watermark, not the start
    /// of its epoch.
    case expandsBelowEpochStart
    /// The high watermark goes by a smaller in-sync set that the controller has not confirmed.
    case commitsWithProposedSet
    /// The controller takes replicas into the in-sync set without asking for their broker epoch.
    case expandsWithoutBrokerEpoch
    /// `min.insync.replicas` is looked at before the append only.
    case checksMinInsyncOnce
    /// A broker that ended uncleanly stays in sync or eligible (against KIP-966).
    case trustsUncleanRestarts
    /// Replicas that lack committed records are elected though the topic forbids it.
    case electsUnclean
    /// The controller takes changes from leaders of earlier epochs.
    case obeysOldLeaders
    /// Brokers go back to earlier decisions of the controller that come late.
    case adoptsOldDecisions
    /// A leader that is deposed confirms what still waited for the in-sync replicas.
    case confirmsWhenDeposed
    /// Followers do not note whose batches they copy, so that they know no producers as leaders.
    case forgetsProducers
    /// A batch of an idempotent producer that comes again is appended again.
    case appendsRepetitions
    /// A gap in an idempotent producer's sequences is taken.
    case acceptsSequenceGaps
    /// What `flush.messages` promises to sync counts before it is synced.
    case countsBeforeSync
    /// Recovery believes what frames a batch without its checksum.
    case keepsTornTail
    /// A leader whose log has rotted cuts it off as if it were a torn tail.
    case cutsRot
    /// acks=all is answered when the leader alone has the batch.
    case answersBeforeReplication
    /// Retention deletes what is not committed or is still held back.
    case deletesUncommitted
    /// The cleaner takes what is not committed for the latest record of its key, and cleans there.
    case compactsPastHighWatermark
    /// The first pass of the cleaner takes tombstones away, not one after their delete horizon.
    case dropsTombstoneEarly
    /// Retention deletes segments that are not wholly committed.
    case retentionPastHighWatermark
    /// An idempotent producer gives a batch another sequence when it sends it again.
    case renumbersRetries
    /// A producer tells a batch of open outcome as surely not appended.
    case takesOpenForFailed
    /// A coordinator tells members that ask for their share the one of the generation before.
    case doubleOwnership
    /// A coordinator takes commits of members that are out or of another generation.
    case acceptsLateCommit
    /// A new coordinator reads the committed offsets of its groups and not their members.
    case losesAssignmentOnCoordinatorFailover
}

/// The bugs that are switched on: none in builds without `PLANTED_BUGS`, where the question costs
/// nothing.
public struct PlantedBugs: Hashable, Sendable {
    #if PLANTED_BUGS
        private var bits: UInt64

        public init(_ bugs: PlantedBug...) {
            bits = bugs.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
        }

        public func has(_ bug: PlantedBug) -> Bool { bits >> UInt64(bug.rawValue) & 1 != 0 }
    #else
        @inlinable public init() {}

        @inlinable @inline(__always) public func has(_ bug: PlantedBug) -> Bool { false }
    #endif
}
