import Checker
import LoadGenerator
import Records
import RunResults

extension RunAssembly {
    /// What permits that acknowledged records of this run are lost.
    private var permission: LossPermission {
        LossPermission(
            settings: HistorySettings(
                evidence.plan.configuration, source: evidence.engine,
                hasFinalRead: evidence.outcome.isDrained),
            faults: evidence.marks,
            leaderElections: evidence.tally.elections)
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
        counts.lostAcknowledged = verdict.lostAcknowledged
        counts.permittedLosses =
            permission.reason.map { [$0.rawValue: verdict.lostPermitted] } ?? [:]
        // What a consumer that fell behind found deleted, it has lost; so the topic says.
        let skipped = evidence.members.joined().reduce(0) { $0 + $1.skippedRecords }
        counts.outOfRangeRecords = skipped
        let deleted = min(skipped, verdict.lostForbidden)
        if deleted > 0 { counts.permittedLosses?["retention", default: 0] += deleted }
        counts.missingInLog = evidence.audit?.missingAcknowledged
        counts.reorderings = evidence.audit?.reorderings ?? verdict.reorderings
        counts.phantoms = verdict.phantoms
        counts.offsetGaps = verdict.offsetGaps
        for member in evidence.members.joined() {
            counts.phantoms += member.receiver.unstampedRecords + member.corruptBatches
        }
        return counts
    }
}
