package import ConsumerGroups
package import Records

/// A broker's settings, with Kafka's names in the comments.
package struct BrokerSettings: Hashable, Sendable {
    /// Which of the broker's listeners it is, from 0.
    package var listener = 0
    /// `replica.lag.time.max.ms`.
    package var replicaLagTimeMax = Nanoseconds.seconds(30)
    /// `replica.fetch.max.bytes`: about how much a follower asks for at a time.
    package var replicaFetchBytesMax = 1 << 20
    /// `replica.fetch.wait.max.ms`.
    package var replicaFetchWaitMax = Nanoseconds.milliseconds(500)
    /// `replica.socket.timeout.ms`: how long a follower waits for an answer before it asks again.
    package var replicaFetchTimeout = Nanoseconds.seconds(30)
    /// `broker.heartbeat.interval.ms`.
    package var heartbeatInterval = Nanoseconds.seconds(2)
    /// How long a request to the controller may go unanswered before it is sent again.
    package var controllerTimeout = Nanoseconds.seconds(2)
    /// How often deadlines, lagging followers, retention and `flush.ms` are looked at.
    package var tickInterval = Nanoseconds.milliseconds(20)

    /// What is added to an instant to get the time since 1970, by which retention and delete
    /// horizons go.
    package var wallClockOffset = Nanoseconds.zero
    /// `log.cleaner.io.max.bytes.per.second`: how much the cleaner reads and writes; nil is no
    /// limit but that of one slice a tick.
    package var cleanerBytesPerSecond: Int?
    /// `log.cleaner.backoff.ms`: how often logs are looked through for one to compact.
    package var cleanerInterval = Nanoseconds.milliseconds(250)
    /// Of the groups that the broker coordinates.
    package var groups = CoordinatorSettings()

    /// For tests: none but in their builds.
    package var plantedBugs = PlantedBugs()

    package init() {}
}
