#if PLANTED_BUGS
    import Checker
    import Records
    import Simulation

    extension PlantedBug {
        /// The names of the invariants and anomalies that say what the bug breaks: one of them has
        /// to catch it.
        var catchers: [String] {
            invariants.map(\.rawValue) + anomalies.map(\.rawValue)
        }

        private var invariants: [Invariant] {
            switch self {
            case .cutsToHighWatermark, .cutsRot: [.noCommittedRecordLost]
            case .cutsOnce, .ignoresFetchEpochs: [.logMatching]
            case .commitsWithProposedSet: [.logMatching, .strongIsr, .leaderCompleteness]
            case .expandsBelowEpochStart, .expandsWithoutBrokerEpoch: [.strongIsr]
            case .checksMinInsyncOnce: [.highWatermarkNeedsMinIsr]
            case .trustsUncleanRestarts: [.leaderCompleteness]
            case .electsUnclean: [.uncleanExclusion]
            case .obeysOldLeaders: [.leaderInIsr]
            case .adoptsOldDecisions: [.monotonicEpoch]
            case .confirmsWhenDeposed, .countsBeforeSync, .answersBeforeReplication:
                [.acknowledgedIsSafe]
            case .forgetsProducers, .appendsRepetitions, .acceptsSequenceGaps:
                [.idempotentSequence]
            case .keepsTornTail: [.recoveryKeepsIntact]
            case .deletesUncommitted: [.logBounds]
            case .compactsPastHighWatermark: [.compactionBelowHighWatermark]
            case .dropsTombstoneEarly: [.tombstoneKeptUntilHorizon]
            case .retentionPastHighWatermark: [.logBounds]
            case .doubleOwnership: [.oneOwnerPerGeneration]
            case .acceptsLateCommit: [.fencedCommit]
            case .losesAssignmentOnCoordinatorFailover: [.monotonicGeneration]
            case .renumbersRetries, .takesOpenForFailed: []
            }
        }

        private var anomalies: [HistoryAnomaly] {
            switch self {
            case .renumbersRetries: [.duplicate]
            case .takesOpenForFailed: [.abortedRead]
            default: []
            }
        }
    }
#endif
