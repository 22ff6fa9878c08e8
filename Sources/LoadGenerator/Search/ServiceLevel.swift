package import RunResults
package import Workloads

/// What a run has to show for its rate to count as carried.
package struct ServiceLevel: Sendable {
    private let settings: SearchSettings
    /// How fast a group may fall behind, as a part of what is acknowledged.
    private static let lagGrowthMax = 0.005

    package init(_ settings: SearchSettings) { self.settings = settings }

    /// Whether enough was acknowledged of what was offered, nothing piled up, and the latency was
    /// low enough.
    package func isMet(by run: RunResult) -> Bool {
        let offered = Double(run.throughput.offeredRecords)
        let acked = Double(run.throughput.ackedRecords)
        // What was under way when the time began and ended is as much chance as load.
        let chance = 4 * offered.squareRoot()
        guard offered > 0, acked + chance >= settings.achievedMin * offered,
            !run.flags.contains(.fellBehind), !run.flags.contains(.byteCap)
        else { return false }
        let growth = run.lag.slopeRecordsPerSecond * run.measuredSeconds
        let noise = 4 * Double(run.lag.maxRecords).squareRoot() + 100
        guard growth <= Self.lagGrowthMax * acked + noise else { return false }
        guard let limit = settings.publishP99Max else { return true }
        return run.latency.publish.value(atPercentile: 99).map { $0 <= limit } ?? false
    }
}
