import Records
import Simulation
import Targets
import Testing

/// Whole seeds with the generator and the checker.
@Suite struct SeedTrialTests {
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func aSeedIsSoundAndGivesTheSameHistoryTwice(seed: UInt64) {
        let scenario = SimulationScenario(drawnFrom: seed)
        let first = SeedTrial(scenario).run()
        let second = SeedTrial(scenario).run()
        #expect(first.findings == [], "seed \(seed)")
        #expect(first.traceHash == second.traceHash, "seed \(seed)")
        #expect(first.counts == second.counts, "seed \(seed)")
        #expect(first.counts.injected >= 1, "seed \(seed)")
    }

    @Test func anotherSeedGivesAnotherHistory() {
        let hashes = [UInt64(1), 2].map {
            SeedTrial(SimulationScenario(drawnFrom: $0)).run().traceHash
        }
        #expect(hashes[0] != hashes[1])
    }

    #if PLANTED_BUGS
        /// Each bug is caught by an invariant's or anomaly's name, and the seed that shows it
        /// passes without it.
        @Test(arguments: [PlantedBug.answersBeforeReplication, .electsUnclean])
        func aPlantedBugIsCaughtByName(bug: PlantedBug) {
            for seed in UInt64(1)...40 {
                var scenario = SimulationScenario(drawnFrom: seed)
                scenario.plant(bug)
                let names = SeedTrial(scenario).run().findings.map(\.name)
                guard let name = names.first(where: { $0 != "liveness" }) else { continue }
                let sound = SeedTrial(SimulationScenario(drawnFrom: seed)).run()
                #expect(sound.findings == [], "seed \(seed), which shows \(name)")
                return
            }
            Issue.record("\(bug) was not caught in 40 seeds")
        }
    #endif
}
