import Records

/// Whether a whole run permits that acknowledged sends are missing, and by what.
///
/// A live check keeps no time for each send, so it asks of the run what the check of a recorded
/// history asks of each send: a fault anywhere in the run counts.
package struct LossPermission: Hashable, Sendable {
    /// nil where nothing may be lost.
    package let reason: HistoryPermission?

    /// Permits nothing.
    package static let nothing = LossPermission(reason: nil)

    private init(reason: HistoryPermission?) { self.reason = reason }

    /// - Parameters:
    ///   - settings: acks, min ISR, flushing and unclean election are looked at.
    ///   - faults: all that struck.
    ///   - leaderElections: elections after the first of each partition, whatever led to them.
    ///   - compactsUnread: whether compaction goes on where a group has not read yet. It tells
    ///     nobody what it takes, so that no loss can then be told from its work.
    package init(
        settings: HistorySettings, faults: [FaultMark] = [], leaderElections: Int = 0,
        compactsUnread: Bool = false
    ) {
        let rules = LossRules(settings)
        let begun = faults.filter { $0.phase != .end }
        let untrusted = Set(begun.filter { LossRules.endsUncleanly($0.fault) }.map(\.target))
        let hasLost = begun.contains {
            LossRules.losesData($0.fault, flushed: rules.isFlushedFirst)
        }
        let loss = rules.loss(
            metFault: leaderElections > 0
                || faults.contains { LossRules.takesLeaders($0.fault) },
            lostReplicas: hasLost && untrusted.count >= rules.replicasWaitedFor)
        reason = loss ?? (compactsUnread ? .compaction : nil)
    }
}
