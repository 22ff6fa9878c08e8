import Records

/// By what the settings permit that an acknowledged send is missing. Each question takes O(1).
struct LossExcuses {
    private let log: HistoryLog
    private let rules: LossRules
    private let landed: [Int64]
    /// A send invoked after this met no fault.
    private let lastFault: Instant?
    /// A send invoked after this kept a replica.
    private let lastLoss: Instant?
    /// For each partition and key, the highest offset of its sends; only under compaction.
    private var latest: [NumberPair: Int64] = [:]

    init(_ log: HistoryLog, landed: [Int64]) {
        self.log = log
        self.landed = landed
        let settings = log.settings
        lastFault = log.faults.lastFault
        rules = LossRules(settings)
        lastLoss = log.faults.lastLoss(
            ofReplicas: rules.replicasWaitedFor, flushed: rules.isFlushedFirst)
        guard settings.isCompacted else { return }
        for (number, send) in log.sends.enumerated() where send.key >= 0 {
            let pair = NumberPair(send.partition, send.key)
            latest[pair] = max(latest[pair] ?? -1, landed[number])
        }
    }

    /// Why an acknowledged send that nobody read may be missing; nil where it may not.
    func loss(of number: Int32) -> HistoryPermission? {
        let metFault = lastFault.map { log.sends[Int(number)].invokeTime <= $0 } ?? false
        return rules.loss(metFault: metFault, lostReplicas: lostReplicas(of: number))
            ?? deletion(of: number)
    }

    /// Why a record that was in the log for good may be missing from it later.
    func removal(of number: Int32) -> HistoryPermission? {
        cut(of: number) ?? deletion(of: number)
    }

    /// Why the log may have been cut below a record that was in it for good, so that others follow
    /// in its place.
    func cut(of number: Int32) -> HistoryPermission? {
        rules.removal(lostReplicas: lostReplicas(of: number))
    }

    private func lostReplicas(of number: Int32) -> Bool {
        lastLoss.map { log.sends[Int(number)].invokeTime <= $0 } ?? false
    }

    private func deletion(of number: Int32) -> HistoryPermission? {
        if isSuperseded(number) { return .compaction }
        return log.settings.hasRetention ? .retention : nil
    }

    /// Whether compaction may have removed the send: a later record of its key is above it.
    private func isSuperseded(_ number: Int32) -> Bool {
        guard log.settings.isCompacted else { return false }
        let send = log.sends[Int(number)]
        guard send.key >= 0, landed[Int(number)] >= 0 else { return false }
        return landed[Int(number)] < latest[NumberPair(send.partition, send.key)] ?? -1
    }
}
