import Checker
import LoadGenerator
import Records
import RunResults

extension RunAssembly {
    /// What became of the groups; nil where there is none.
    func group(_ verdict: GroupVerdict) -> GroupResult? {
        guard !evidence.groups.isEmpty else { return nil }
        var result = GroupResult()
        result.idleMembers = evidence.idleMembers
        result.rereads = verdict.rereads
        result.passedByCommit = verdict.passedByCommit
        result.passedByRetention = verdict.passedByRetention
        result.subscribed = subscribed
        result.backlog = evidence.outcome.backlog?.result
        return result
    }

    private var subscribed: GroupResult.Subscribed? {
        let journals = evidence.journals
        guard !journals.isEmpty else { return nil }
        for journal in journals { journal.runEnded(now: evidence.end) }
        var result = GroupResult.Subscribed()
        result.rebalances = journals.reduce(0) { $0 + $1.rebalances }
        result.setPauses(milliseconds: journals.flatMap(\.pauses).map(\.milliseconds))
        result.revokedPartitions = journals.reduce(0) { $0 + $1.revokedPartitions }
        result.takeoverMaxMilliseconds =
            journals.flatMap(\.ownership.takeovers).max()?
            .milliseconds
        let committedLag = evidence.outcome.committedLag
        result.committedLagMaxRecords = committedLag.maxRecords
        result.committedLagSlopeRecordsPerSecond = committedLag.slopeRecordsPerSecond
        result.failedCommits = journals.reduce(0) { $0 + $1.failedCommits }
        result.slowPolls = journals.reduce(0) { $0 + $1.slowPolls }
        result.stoppedPartitions = journals.reduce(0) { $0 + $1.ownership.stoppedPartitions }
        result.movedPartitions = journals.reduce(0) { $0 + $1.ownership.movedPartitions }
        result.setHandovers(
            milliseconds: journals.flatMap(\.ownership.handovers).map(\.milliseconds))
        result.setMembers(members)
        return result
    }

    private var members: [GroupResult.Member] {
        evidence.journals.enumerated().flatMap { group, journal in
            journal.members.enumerated().map { number, member in
                var result = GroupResult.Member(
                    name: RunClients.name(group: group, member: number))
                result.rebalances = member.rebalances
                result.pausesMilliseconds = member.pauses.map(\.milliseconds)
                result.revokedPartitions = member.revokedPartitions
                return result
            }
        }
    }
}

extension Nanoseconds {
    fileprivate var milliseconds: Double { Double(rawValue) / 1e6 }
}
