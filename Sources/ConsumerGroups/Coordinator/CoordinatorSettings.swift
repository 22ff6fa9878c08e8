package import Records

/// A coordinator's settings, with Kafka's names in the comments.
package struct CoordinatorSettings: Hashable, Sendable {
    /// `group.min.session.timeout.ms`; Kafka's is 6 s, since its brokers are far away.
    package var sessionTimeoutMin = Nanoseconds.milliseconds(10)
    /// `group.max.session.timeout.ms`.
    package var sessionTimeoutMax = Nanoseconds.seconds(1800)
    /// `group.initial.rebalance.delay.ms`: how long an empty group waits for others after the
    /// first has joined; Kafka's is 3 s.
    package var initialRebalanceDelay = Nanoseconds.milliseconds(100)
    /// `offsets.commit.timeout.ms`: how long what was asked for may wait to be replicated.
    package var commitTimeout = Nanoseconds.seconds(5)

    /// For tests: none but in their builds.
    package var plantedBugs = PlantedBugs()

    package init() {}
}
