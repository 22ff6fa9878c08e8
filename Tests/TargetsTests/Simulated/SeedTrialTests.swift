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
}
