import Records

/// By what settings permit that an acknowledged send is missing: the rules that the live check
/// and the check of a recorded history share. `HISTORY.md` states them.
struct LossRules: Hashable, Sendable {
    /// Faults that lose what a replica had not flushed.
    private static let losingUnflushed = ["power-loss"]
    /// Faults that lose what a replica had, flushed or not.
    private static let losingAll = ["wiped-disk", "bit-rot"]
    /// Faults that end a broker's process without closing its logs. A controller cannot tell that
    /// from a loss of data and trusts the broker no more (KIP-966).
    private static let endingUncleanly = ["kill"] + refusing
    /// Faults that make a disk refuse, as long as they last: the logs there are of no use, and no
    /// shutdown closes them.
    private static let refusing = ["disk-full", "disk-error"]
    /// Faults that strike no broker and no link, so that no leader goes and nothing is lost.
    private static let harmless = ["crash-consumer", "crash-producer", movingKeys]

    /// The fault after which keys go to other partitions than before.
    static let movingKeys = "add-partitions"

    let acks: Acks
    let uncleanLeaderElection: Bool
    /// With so many replicas that are lost or untrusted a send may go: as many as an
    /// acknowledgement waited for.
    let replicasWaitedFor: Int
    /// Whether every record was flushed before it was acknowledged.
    let isFlushedFirst: Bool

    init(_ settings: HistorySettings) {
        acks = settings.acks
        uncleanLeaderElection = settings.uncleanLeaderElection
        replicasWaitedFor = settings.acks == .all ? settings.minInsyncReplicas : 1
        isFlushedFirst = settings.flushMessages == 1
    }

    /// Why an acknowledged send that nobody read may be missing; nil where it may not.
    ///
    /// - Parameters:
    ///   - metFault: whether a fault that can take a leader away came at or after the send, or
    ///     had not ended.
    ///   - lostReplicas: whether at or after the send `replicasWaitedFor` replicas ended
    ///     uncleanly and at least one of them lost its data.
    func loss(metFault: Bool, lostReplicas: Bool) -> HistoryPermission? {
        switch acks {
        case .none: return .acksNone
        case .leader: if metFault { return .acksLeader }
        case .all: break
        }
        return removal(lostReplicas: lostReplicas)
    }

    /// Why a record that was in the log for good may be missing from it later.
    func removal(lostReplicas: Bool) -> HistoryPermission? {
        if uncleanLeaderElection { return .uncleanElection }
        return lostReplicas ? .lostReplicas : nil
    }

    /// Whether a fault of this name can take a leader away.
    static func takesLeaders(_ fault: String) -> Bool { !harmless.contains(fault) }

    /// Whether what a fault of this name does shows only later: what is appended behind a rotten
    /// batch goes with it.
    static func lasts(_ fault: String) -> Bool { fault == "bit-rot" }

    /// Whether a fault of this name leaves its target untrusted until it is over.
    static func endsUncleanlyToTheEnd(_ fault: String) -> Bool { refusing.contains(fault) }

    /// Whether a fault of this name leaves its target untrusted.
    static func endsUncleanly(_ fault: String) -> Bool {
        endingUncleanly.contains(fault) || losesData(fault, flushed: false)
    }

    /// Whether a fault of this name loses what its target had; with `flushed`, whether even what
    /// was flushed.
    static func losesData(_ fault: String, flushed: Bool) -> Bool {
        losingAll.contains(fault) || (!flushed && losingUnflushed.contains(fault))
    }
}
