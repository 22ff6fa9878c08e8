package import Faults

/// What happened in a simulation, by number.
package struct SimulationCounts: Hashable, Sendable {
    /// Steps of brokers, controller and clients.
    package var steps = 0
    /// Messages that faults or ends of processes swallowed.
    package var lostMessages = 0
    /// Messages that came twice.
    package var doubledMessages = 0
    /// Elections of a leader other than the one before.
    package var leaderChanges = 0
    package var uncleanElections = 0
    package var inSyncShrinks = 0
    package var inSyncExpansions = 0
    /// Batches refused for want of in-sync replicas.
    package var minInSyncRejections = 0
    /// Logs that were cut back to their leader's.
    package var truncations = 0
    /// Operations that disks refused.
    package var diskFailures = 0
    /// By the place of the kind in `FaultKind.allCases`.
    private var injectedByKind = Array(repeating: 0, count: FaultKind.allCases.count)
    private var skippedByKind = Array(repeating: 0, count: FaultKind.allCases.count)

    package init() {}

    /// How often a fault of the kind did something.
    package func injected(_ kind: FaultKind) -> Int { injectedByKind[Self.place(kind)] }

    /// How often a fault of the kind found nothing to do it to.
    package func skipped(_ kind: FaultKind) -> Int { skippedByKind[Self.place(kind)] }

    /// Faults that did something.
    package var injected: Int { injectedByKind.reduce(0, +) }

    mutating func count(_ kind: FaultKind, wasInjected: Bool) {
        if wasInjected {
            injectedByKind[Self.place(kind)] += 1
        } else {
            skippedByKind[Self.place(kind)] += 1
        }
    }

    private static func place(_ kind: FaultKind) -> Int {
        FaultKind.allCases.firstIndex(of: kind) ?? 0
    }
}
