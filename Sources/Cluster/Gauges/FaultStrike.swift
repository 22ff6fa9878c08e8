package import Faults
package import Records

/// A fault that has struck, for those who mark it in a series.
package struct FaultStrike: Hashable, Sendable {
    /// In the order of scheduling, from 0.
    package let number: Int
    /// Whom a word meant is found in it.
    package let action: FaultAction
    /// Nil where it struck no broker, or more than one: a link's two ends, a client.
    package let broker: BrokerID?
    package let time: Instant
    /// When it heals; nil where it never does or there is nothing to heal.
    package let end: Instant?
    /// Whether it found nobody: a partition without a leader, a broker that was down already.
    package let isMissed: Bool

    package var kind: FaultKind { action.kind }
}
