import Records
import Simulation
import Targets
import Testing

/// Whole seeds with the generator and the checker.
@Suite struct SeedTrialTests {
    @Test(arguments: [UInt64(1), 2])
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
        let hashes = [UInt64(1), 6].map {
            SeedTrial(SimulationScenario(drawnFrom: $0)).run().traceHash
        }
        #expect(hashes[0] != hashes[1])
    }

    /// Topics that are compacted, and those that lose old segments, whatever their seeds say.
    @Test(arguments: UInt64(1)...5)
    func oldRecordsGoAndNothingElseDoes(seed: UInt64) {
        var random = RandomSource(seed: seed)
        for isCompacted in [true, false] {
            var scenario = SimulationScenario(drawnFrom: seed)
            if isCompacted {
                scenario.drawCompaction(&random)
            } else {
                scenario.drawRetention(&random)
            }
            let report = SeedTrial(scenario).run()
            #expect(report.findings == [], "seed \(seed), compacted: \(isCompacted)")
            #expect(report.counts.steps > 5_000, "seed \(seed)")
        }
    }
}
