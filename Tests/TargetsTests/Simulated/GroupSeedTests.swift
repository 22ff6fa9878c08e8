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

    @Test(arguments: seeds.prefix(2))
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
}
