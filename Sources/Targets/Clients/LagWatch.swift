import LoadGenerator
import Records
import RunResults

/// Follows how far a run's groups lag behind the ends of the logs.
struct LagWatch {
    private let measureStart: Instant
    private var processedSeries = LagSeries()
    private var committedSeries = LagSeries()

    init(timeline: RunTimeline) { measureStart = timeline.measureStart }

    /// Notes how the groups stand now.
    ///
    /// - Parameter ends: the ends of the logs, read after the positions.
    /// - Returns: the lag of the group that lags most; nil without a group.
    mutating func sample(
        _ clients: RunClients, ends: () -> [Offset], now: Instant,
        _ samples: inout RunSeriesBuilder
    ) -> Int? {
        let processed = clients.partitionLags(behind: ends)
        let committed = clients.committedLags(behind: ends)
        samples.sample(now: now, lags: processed, committedLags: committed)
        add(committed, to: &committedSeries, now: now)
        return add(processed, to: &processedSeries, now: now)
    }

    @discardableResult
    private func add(_ lags: [[Int]], to series: inout LagSeries, now: Instant) -> Int? {
        guard let worst = lags.map({ $0.reduce(0, +) }).max() else { return nil }
        guard now >= measureStart else { return worst }
        series.add(
            seconds: (now - measureStart).seconds, records: worst,
            partitionMax: lags.joined().max() ?? 0)
        return worst
    }

    /// What is appended and not processed, as far as it was looked at.
    var processed: LagResult { processedSeries.result }

    /// What is appended and not committed; zeros where no group subscribes.
    var committed: LagResult { committedSeries.result }
}
