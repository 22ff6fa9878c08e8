#if PLANTED_BUGS
    package import Records
    import Simulation

    /// Looks for a seed that shows a planted bug by the name of what it breaks.
    package struct MutationTrial {
        private let bug: PlantedBug

        /// How a bug was caught.
        package struct Catch: Hashable, Sendable {
            package let seed: UInt64
            /// How many seeds were run with the bug.
            package let seedsRun: Int
            /// Of the invariant or anomaly.
            package let name: String

            /// What the same seed shows without the bug: nothing, where all is well. It is run to
            /// see.
            package var withoutBug: [SeedFinding] {
                SeedTrial(SimulationScenario(drawnFrom: seed)).run().findings
            }
        }

        package init(_ bug: PlantedBug) { self.bug = bug }

        /// The first of the seeds that catches it; nil where none does.
        package func run(seeds: some Sequence<UInt64>) -> Catch? {
            var seedsRun = 0
            for seed in seeds {
                seedsRun += 1
                var scenario = SimulationScenario(drawnFrom: seed)
                scenario.plant(bug)
                let names = SeedTrial(scenario).run().findings.map(\.name)
                guard let name = bug.catchers.first(where: names.contains) else { continue }
                return Catch(seed: seed, seedsRun: seedsRun, name: name)
            }
            return nil
        }
    }
#endif
