import Brokers
import Messages
import Records
import Storage
import Testing

#if PLANTED_BUGS
    /// Each bug that can be switched on does harm, and the same steps without it do none.
    @Suite struct PlantedBugTests {
        /// Those that random walks of failures find.
        @Test(arguments: [
            PlantedBug.cutsToHighWatermark, .ignoresFetchEpochs, .commitsWithProposedSet,
            .checksMinInsyncOnce, .electsUnclean, .confirmsWhenDeposed,
            .answersBeforeReplication, .obeysOldLeaders,
        ])
        func aWalkFinds(bug: PlantedBug) {
            let found = (0..<60 as Range<UInt64>).contains { seed in
                let walk = FaultWalk(seed: seed, bugs: PlantedBugs(bug))
                walk.run()
                return !walk.violations.isEmpty
            }
            #expect(found, "\(bug)")
        }

        @Test(arguments: [
            PlantedBug.cutsOnce, .expandsBelowEpochStart, .expandsWithoutBrokerEpoch,
            .trustsUncleanRestarts, .adoptsOldDecisions, .forgetsProducers, .appendsRepetitions,
            .acceptsSequenceGaps, .countsBeforeSync, .keepsTornTail, .cutsRot,
            .deletesUncommitted,
        ])
        func aScriptFinds(bug: PlantedBug) throws {
            let needsTwo: [PlantedBug] = [.expandsBelowEpochStart, .trustsUncleanRestarts]
            let minInsync = needsTwo.contains(bug) ? 2 : 1
            let harmed = BugScript(PlantedBugs(bug), minInsync: minInsync)
            #expect(try harmed.doesHarm(bug), "\(bug)")
            let sound = BugScript(PlantedBugs(), minInsync: minInsync)
            #expect(try !sound.doesHarm(bug), "\(bug)")
        }

        @Test(arguments: [
            PlantedBug.compactsPastHighWatermark, .dropsTombstoneEarly,
            .retentionPastHighWatermark,
        ])
        func aScriptOfOldRecordsFinds(bug: PlantedBug) throws {
            #expect(try CleaningBugScript(PlantedBugs(bug)).doesHarm(bug), "\(bug)")
            #expect(try !CleaningBugScript(PlantedBugs()).doesHarm(bug), "\(bug)")
        }
    }
#endif
