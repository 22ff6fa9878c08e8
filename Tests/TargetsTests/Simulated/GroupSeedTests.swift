import Client
import Messages
import Records
import Simulation
import Targets
import Testing

/// Seeds whose consumers share the topic as members of a group.
@Suite struct GroupSeedTests {
    /// The first seeds that draw a group.
    private static let seeds = (UInt64(1)...60).filter {
        SimulationScenario(drawnFrom: $0).group != nil
    }

    @Test func everyThirdSeedOrSoDrawsAGroup() {
        #expect((12...30).contains(Self.seeds.count))
        let scenarios = Self.seeds.map { SimulationScenario(drawnFrom: $0) }
        #expect(scenarios.contains { $0.hasStaticMembers })
        for assignor in AssignorName.allCases {
            #expect(scenarios.contains { $0.group?.assignors == [assignor] }, "\(assignor)")
        }
    }

    @Test(arguments: seeds.prefix(3))
    func aGroupRebalancesAndIsSound(seed: UInt64) {
        let scenario = SimulationScenario(drawnFrom: seed)
        var generations = 0
        var commits = 0
        let report = SeedTrial(scenario).run { line in
            if line.contains(" begins generation ") { generations += 1 }
            if line.contains("answers none to a commit") { commits += 1 }
        }
        #expect(report.findings == [], "seed \(seed)")
        #expect(generations >= 1, "seed \(seed)")
        #expect(commits >= 5, "seed \(seed)")
    }

    #if PLANTED_BUGS
        /// Each bug is caught by its invariant, and the seed that shows it passes without it.
        @Test(arguments: [
            (PlantedBug.doubleOwnership, Invariant.oneOwnerPerGeneration),
            (.acceptsLateCommit, .fencedCommit),
            (.losesAssignmentOnCoordinatorFailover, .monotonicGeneration),
        ])
        func aPlantedBugIsCaughtByName(bug: PlantedBug, invariant: Invariant) {
            for seed in Self.seeds {
                var scenario = SimulationScenario(drawnFrom: seed)
                scenario.plant(bug)
                let names = SeedTrial(scenario).run().findings.map(\.name)
                guard names.contains(invariant.rawValue) else { continue }
                let sound = SeedTrial(SimulationScenario(drawnFrom: seed)).run()
                #expect(sound.findings == [], "seed \(seed), which shows \(names)")
                return
            }
            Issue.record("\(bug) was not caught in \(Self.seeds.count) seeds")
        }
    #endif
}
