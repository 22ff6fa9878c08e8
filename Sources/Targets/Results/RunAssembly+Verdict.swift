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

    /// What the run's settings and faults let groups pass over records by.
    private var passing: Set<PassingCause> {
        let configuration = evidence.plan.configuration
        let consumers = configuration.consumers
        var causes: Set<PassingCause> = []
        if consumers.commit.moment == .before { causes.insert(.commit) }
        if consumers.reset != .earliest || configuration.resetsOffsets { causes.insert(.reset) }
        if configuration.topic.losesRecords, !configuration.holdsRetention {
            causes.insert(.retention)
        }
        return causes
    }

    /// The checker's verdict over all groups.
    var verdict: GroupVerdict {
        RunVerdict(
            groups: evidence.groups, acks: evidence.generators.map { $0.recorder.table },
            permission: permission, passing: passing
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
            if let reason = permission.reason { return [reason.rawValue: permitted] }
            var losses = passedLosses(verdict)
            let unread = min(verdict.lostForbidden, evidence.outcome.unreadRecords)
            if !isUnread, unread > 0 { losses["not-drained"] = unread }
            return losses
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
        for (reason, cause) in [
            (HistoryPermission.commitBefore.rawValue, PassingCause.commit),
            (HistoryPermission.retention.rawValue, .retention), ("reset", .reset),
        ] where passing.contains(cause) {
            let passed = min(verdict.passed(by: [cause]), rest)
            if passed > 0 { losses[reason] = passed }
            rest -= passed
        }
        return losses
    }
}
