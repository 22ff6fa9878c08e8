import Checker
import Faults
import LoadGenerator
import Records
import RunResults

extension RunAssembly {
    /// What faults and elections did to the run.
    var failover: FailoverResult {
        var result = FailoverResult()
        let recorders = evidence.generators
        let report = OutageReport(
            recorders.flatMap { $0.recorder.outages(openUntil: evidence.end) },
            timeline: evidence.timeline)
        result.faults = evidence.marks.count { $0.phase != .end }
        result.unavailableMilliseconds = report.unavailable.seconds * 1e3
        result.outages = report.outages.count
        result.setFailovers(milliseconds: report.failoverTimes.map { $0.seconds * 1e3 })
        for client in recorders {
            result.failedAttempts += client.recorder.failedAttempts
            result.retries += client.recorder.retries
            result.abandonedRecords += client.recorder.abandonedRecords
        }
        result.leaderElections = evidence.tally.elections
        result.uncleanElections = evidence.tally.uncleanElections
        result.isrShrinks = evidence.tally.inSyncShrinks
        result.isrExpansions = evidence.tally.inSyncExpansions
        let moved = MovedKeys(
            evidence.plan.configuration, places: recorders.compactMap(\.places),
            additions: evidence.marks.filter { $0.fault == FaultKind.addPartitions.rawValue }
                .map(\.time))
        result.movedKeysPercent = moved?.percent
        result.movedKeysExpectedPercent = moved?.expectedPercent
        result.minISRRejections = evidence.tally.minInSyncRejections
        return result
    }

    /// How the run went, slice by slice.
    var series: RunSeries {
        var samples = evidence.samples
        for mark in evidence.marks { samples.note(mark) }
        return samples.series(
            producers: evidence.generators.map { $0.recorder.track },
            members: evidence.members.joined().map { $0.receiver.track })
    }
}
