/// Judges a recorded history by itself: events go in one by one, a verdict comes out.
///
/// It knows nothing of the system that the history came from. `HISTORY.md` defines the anomalies
/// and says which settings permit which. About 160 bytes for each send and 80 for each record
/// read; a verdict takes O(n log n) time in their number.
package struct HistoryChecker {
    private var log: HistoryLog

    /// - Throws: `HistoryError` where the settings contradict each other.
    package init(settings: HistorySettings) throws(HistoryError) {
        guard settings.minInsyncReplicas <= settings.replicationFactor else {
            throw .minInsyncReplicasAboveReplicationFactor(
                settings.minInsyncReplicas, replicationFactor: settings.replicationFactor)
        }
        log = HistoryLog(settings: settings)
    }

    /// The groups that polled, in the order in which they first did.
    package var groups: [String] { log.groups.things }

    /// Takes the next event.
    ///
    /// - Throws: `HistoryError` where it does not fit those before it; the checker is then of no
    ///   further use.
    package mutating func add(_ event: HistoryEvent) throws(HistoryError) { try log.add(event) }

    /// Judges what was added. Where `group` names one, the anomalies of consumers are those of
    /// its members only; what its and all other consumers read still tells of the log. At most
    /// `findingsMax` findings are kept of each anomaly, forbidden and permitted apart.
    ///
    /// - Throws: `HistoryError.unknownGroup`.
    package func verdict(
        group: String? = nil, findingsMax: Int = 10
    ) throws(HistoryError) -> HistoryVerdict {
        var number: Int32?
        if let group {
            number = log.groups.number(of: group)
            if number == nil { throw .unknownGroup(group, known: groups) }
        }
        var judge = HistoryJudge(log, group: number, findingsMax: findingsMax)
        return judge.judge()
    }
}
