import Checker
import LoadGenerator
import Records
import RunResults
import Workloads

extension RunAssembly {
    /// What permits that acknowledged records of this run are lost.
    private var permission: LossPermission {
        let topic = evidence.plan.configuration.topic
        return LossPermission(
            settings: HistorySettings(
                evidence.plan.configuration, source: evidence.engine,
                hasFinalRead: evidence.outcome.isDrained),
            faults: evidence.marks,
            leaderElections: evidence.tally.elections,
            compactsUnread: topic.cleanupPolicy.compacts && !topic.retentionSparesUnread)
    }

    /// The checker's verdict over all groups.
    var verdict: GroupVerdict {
        RunVerdict(
            groups: evidence.groups, acks: evidence.generators.map { $0.recorder.table },
            permission: permission
        ).total
    }

    func verification(of verdict: GroupVerdict) -> VerificationCounts {
        var counts = VerificationCounts()
        counts.checkedRecords = verdict.checkedRecords
        counts.keyOrderViolations = verdict.keyOrderViolations
        counts.keyGaps = verdict.keyGaps
        counts.duplicates = verdict.duplicates
        // Without a group nobody but the audit looks.
        let isUnread = evidence.groups.isEmpty
        counts.lostAcknowledged =
            isUnread ? evidence.audit?.missingAcknowledged : verdict.lostAcknowledged
        let permitted = isUnread ? counts.lostAcknowledged : verdict.lostPermitted
        counts.permittedLosses = permitted.map { permitted in
            permission.reason.map { [$0.rawValue: permitted] } ?? passedLosses(verdict)
        }
        counts.missingInLog = evidence.audit?.missingAcknowledged
        counts.reorderings = evidence.audit?.reorderings ?? verdict.reorderings
        counts.phantoms = isUnread ? evidence.audit?.phantoms ?? 0 : verdict.phantoms
        counts.offsetGaps = verdict.offsetGaps
        for member in evidence.members.joined() {
            counts.phantoms += member.receiver.unstampedRecords + member.corruptBatches
        }
        return counts
    }

    /// What groups passed over, of the acknowledged records that they never read, by what permits
    /// it.
    private func passedLosses(_ verdict: GroupVerdict) -> [String: Int] {
        var rest = verdict.lostPermitted
        var losses: [String: Int] = [:]
        for (reason, passed) in [
            (HistoryPermission.commitBefore.rawValue, verdict.passedByCommit),
            (HistoryPermission.retention.rawValue, verdict.passedByRetention),
            ("reset", verdict.passedByReset),
        ] where passed > 0 && rest > 0 {
            losses[reason] = min(passed, rest)
            rest -= min(passed, rest)
        }
        return losses
    }
}
