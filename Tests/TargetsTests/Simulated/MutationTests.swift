#if PLANTED_BUGS
    import Records
    import Simulation
    import Targets
    import Testing

    /// Each planted bug is caught within 500 seeds by the name of what it breaks, and the seed
    /// that shows it passes without it.
    @Suite struct MutationTests {
        /// A seed that is known to show the bug, tried first: `make mutants` lists them.
        private static let knownSeeds: [(bug: PlantedBug, seed: UInt64)] = [
            (.cutsToHighWatermark, 1), (.cutsOnce, 69), (.ignoresFetchEpochs, 1),
            (.expandsBelowEpochStart, 27), (.commitsWithProposedSet, 1),
            (.expandsWithoutBrokerEpoch, 103), (.checksMinInsyncOnce, 6),
            (.trustsUncleanRestarts, 27), (.electsUnclean, 2), (.obeysOldLeaders, 1),
            (.adoptsOldDecisions, 171), (.confirmsWhenDeposed, 1), (.forgetsProducers, 2),
            (.appendsRepetitions, 2), (.acceptsSequenceGaps, 23), (.countsBeforeSync, 2),
            (.keepsTornTail, 7), (.cutsRot, 8), (.answersBeforeReplication, 1),
            (.deletesUncommitted, 6), (.compactsPastHighWatermark, 88), (.dropsTombstoneEarly, 20),
            (.retentionPastHighWatermark, 6), (.renumbersRetries, 2), (.takesOpenForFailed, 5),
            (.doubleOwnership, 7), (.acceptsLateCommit, 58),
            (.losesAssignmentOnCoordinatorFailover, 7),
        ]

        @Test(arguments: PlantedBug.allCases)
        func aPlantedBugIsCaughtByName(bug: PlantedBug) throws {
            let known = Self.knownSeeds.first { $0.bug == bug }?.seed
            let seeds = (known.map { [$0] } ?? []) + Array(1...500)
            let found = try #require(MutationTrial(bug).run(seeds: seeds), "\(bug)")
            guard found.seed != known else { return }
            #expect(found.withoutBug == [], "seed \(found.seed)")
        }

        @Test(arguments: Set(knownSeeds.map(\.seed)).sorted())
        func aKnownSeedPassesWithoutABug(seed: UInt64) {
            let report = SeedTrial(SimulationScenario(drawnFrom: seed)).run()
            #expect(report.findings == [], "seed \(seed)")
        }
    }
#endif
