package import Messages
package import Records

/// A controller's settings, with Kafka's names in the comments.
package struct ControllerSettings: Hashable, Sendable {
    /// `broker.session.timeout.ms`: a broker that is not heard for this long is taken for dead.
    package var sessionTimeout = Nanoseconds.seconds(9)
    /// `leader.imbalance.check.interval.seconds`: how often leadership goes back to preferred
    /// replicas; nil is never.
    package var leaderImbalanceCheckInterval: Nanoseconds? = .seconds(300)
    /// The listener of each broker whose partitions the controller decides about.
    package var listener = 0
    /// How the partitions are divided among the listeners, each with a controller of its own.
    package var division = ListenerDivision(listeners: 1)

    /// For tests: none but in their builds.
    package var plantedBugs = PlantedBugs()

    package init() {}
}
