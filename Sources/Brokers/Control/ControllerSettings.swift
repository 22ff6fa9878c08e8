package import Records

/// A controller's settings, with Kafka's names in the comments.
package struct ControllerSettings: Hashable, Sendable {
    /// `broker.session.timeout.ms`: a broker that is not heard for this long is taken for dead.
    package var sessionTimeout = Nanoseconds.seconds(9)
    /// `leader.imbalance.check.interval.seconds`: how often leadership goes back to preferred
    /// replicas; nil is never.
    package var leaderImbalanceCheckInterval: Nanoseconds? = .seconds(300)

    package init() {}
}
