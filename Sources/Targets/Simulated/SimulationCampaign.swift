package import Platform
import Records
package import Simulation
import Synchronization

/// Runs many seeds on several threads, each seed by itself.
package final class SimulationCampaign: Sendable {
    private let seeds: Range<UInt64>
    private let next: Atomic<UInt64>
    private let scenario: @Sendable (UInt64) -> SimulationScenario
    private let results = Lock(SimulationTally())

    /// - Parameters:
    ///   - seeds: in the order in which they are begun.
    ///   - scenario: what a seed stands for.
    package init(
        seeds: Range<UInt64>,
        scenario: @escaping @Sendable (UInt64) -> SimulationScenario = {
            SimulationScenario(drawnFrom: $0)
        }
    ) {
        self.seeds = seeds
        self.scenario = scenario
        next = Atomic(seeds.lowerBound)
    }

    /// Runs until there is no seed left or the watcher has enough.
    ///
    /// - Parameter threads: at least 1.
    /// - Throws: `PlatformError` where a thread cannot be started.
    package func run(
        threads: Int, watcher: any SimulationWatcher
    ) throws(PlatformError) -> SimulationTally {
        var workers: [SystemThread] = []
        defer { for worker in workers { worker.join() } }
        for index in 1..<max(1, threads) {
            workers.append(
                try SystemThread(name: "weir-sim-\(index)") { self.work(watcher: watcher) })
        }
        work(watcher: watcher)
        for worker in workers { worker.join() }
        workers = []
        return results.withLock { $0 }
    }

    private func work(watcher: any SimulationWatcher) {
        while !results.withLock({ _ in watcher.isEnough }) {
            let seed = next.add(1, ordering: .relaxed).oldValue
            guard seed < seeds.upperBound else { return }
            let report = SeedTrial(scenario(seed)).run()
            results.withLock { tally in
                tally.add(report)
                watcher.ended(report, tally: tally)
            }
        }
    }
}

/// Asked between seeds and told of each, by one thread at a time.
package protocol SimulationWatcher: AnyObject, Sendable {
    /// Whether no further seed is to be begun.
    var isEnough: Bool { get }
    /// A seed is done.
    func ended(_ report: SeedReport, tally: SimulationTally)
}
