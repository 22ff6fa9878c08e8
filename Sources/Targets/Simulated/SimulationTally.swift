package import Faults
import Simulation

/// What many seeds came to, taken together.
package struct SimulationTally: Sendable {
    package private(set) var seeds = 0
    package private(set) var steps = 0
    package private(set) var stepsMin = Int.max
    package private(set) var acknowledgedRecords = 0
    package private(set) var acknowledgedRecordsMin = Int.max
    package private(set) var faultsMin = Int.max
    /// Seeds in which a leader changed.
    package private(set) var seedsWithLeaderChange = 0
    package private(set) var leaderChanges = 0
    package private(set) var permittedLosses = 0
    /// By the place of the kind in `FaultKind.allCases`: how often it did something.
    package private(set) var faults = Array(repeating: 0, count: FaultKind.allCases.count)
    /// Seeds with findings, the smallest first.
    package private(set) var failures: [SeedReport] = []

    package init() {}

    package mutating func add(_ report: SeedReport) {
        seeds += 1
        steps += report.counts.steps
        stepsMin = min(stepsMin, report.counts.steps)
        acknowledgedRecords += report.acknowledgedRecords
        acknowledgedRecordsMin = min(acknowledgedRecordsMin, report.acknowledgedRecords)
        faultsMin = min(faultsMin, report.counts.injected)
        leaderChanges += report.counts.leaderChanges
        if report.counts.leaderChanges > 0 { seedsWithLeaderChange += 1 }
        permittedLosses += report.permittedLosses
        for (index, kind) in FaultKind.allCases.enumerated() {
            faults[index] += report.counts.injected(kind)
        }
        guard !report.isSound else { return }
        let seed = report.scenario.seed
        let place = failures.firstIndex { $0.scenario.seed > seed } ?? failures.count
        failures.insert(report, at: place)
    }

    /// How often a fault of the kind did something.
    package func count(of kind: FaultKind) -> Int {
        FaultKind.allCases.firstIndex(of: kind).map { faults[$0] } ?? 0
    }
}
