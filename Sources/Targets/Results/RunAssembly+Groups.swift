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
        var result = GroupResult.Subscribed()
        result.rebalances = journals.reduce(0) { $0 + $1.rebalances }
        result.setPauses(milliseconds: journals.flatMap(\.pauses).map { $0.seconds * 1e3 })
        result.revokedPartitions = journals.reduce(0) { $0 + $1.revokedPartitions }
        result.takeoverMaxMilliseconds = journals.flatMap(\.takeovers).max().map {
            $0.seconds * 1e3
        }
        result.committedLagMaxRecords = evidence.outcome.committedLagMax
        result.failedCommits = journals.reduce(0) { $0 + $1.failedCommits }
        result.slowPolls = journals.reduce(0) { $0 + $1.slowPolls }
        return result
    }
}
