import Brokers
package import Faults
package import Messages
import Platform
package import Records

/// The cluster that is to be driven.
package struct ClusterConfiguration: Sendable {
    /// At least 1.
    package var brokers = 3
    /// Shards among which every broker's partitions and the clients are divided, and the most
    /// threads that work: at least 1.
    package var shards = 1
    /// The directory that holds a directory for each broker.
    package var dataDirectory = ""
    /// `replica.lag.time.max.ms`.
    package var replicaLagTimeMax = Nanoseconds.seconds(30)
    /// `replica.socket.timeout.ms`: how long a follower waits for an answer before it asks again.
    package var replicaFetchTimeout = Nanoseconds.seconds(30)
    /// `replica.fetch.wait.max.ms`.
    package var replicaFetchWaitMax = Nanoseconds.milliseconds(500)
    /// `broker.session.timeout.ms`: a broker that is not heard for this long is taken for dead.
    package var sessionTimeout = Nanoseconds.seconds(9)
    /// `broker.heartbeat.interval.ms`; also how long a request to the controller may go
    /// unanswered before it is sent again.
    package var heartbeatInterval = Nanoseconds.seconds(2)
    /// `log.cleaner.io.max.bytes.per.second` of each broker; nil is unlimited.
    package var cleanerBytesPerSecond: Int?
    /// `leader.imbalance.check.interval.seconds`; nil is never.
    package var leaderImbalanceCheckInterval: Nanoseconds? = .seconds(300)
    package var network = LinkSettings()
    /// What may be done to the cluster while it runs, so that its disks and gauges are made for
    /// it. `scheduleFaults` does it.
    package var faults: [Fault] = []
    /// The topic that holds the offsets of subscribed groups; nil where there are none.
    package var offsetsTopic: TopicConfiguration?
    /// Whether consumers wait for `startConsumers`.
    package var holdsConsumers = false
    /// Seeds the links' jitter and the chances in faults.
    package var seed: UInt64 = 0

    /// What is added to an instant to get the time since 1970.
    let wallClockOffset: Nanoseconds

    package init() {
        let now = MonotonicClock.now
        wallClockOffset = Nanoseconds(Int64(WallClock.unixSeconds * 1e9) - now)
    }
}

extension TopicID {
    /// The topic under load.
    package static let load = TopicID(0)
    /// The topic that holds the groups' offsets.
    package static let offsets = TopicID(1)
}

extension ClusterConfiguration {
    /// The directory of one broker.
    func directory(of broker: BrokerID) -> String { "\(dataDirectory)/broker-\(broker)" }

    func brokerSettings(shard: Int) -> BrokerSettings {
        var settings = BrokerSettings()
        settings.listener = shard
        settings.replicaLagTimeMax = replicaLagTimeMax
        settings.replicaFetchTimeout = replicaFetchTimeout
        settings.replicaFetchWaitMax = replicaFetchWaitMax
        settings.heartbeatInterval = heartbeatInterval
        settings.controllerTimeout = heartbeatInterval
        settings.wallClockOffset = wallClockOffset
        settings.cleanerBytesPerSecond = cleanerBytesPerSecond.map { max($0 / shards, 1) }
        return settings
    }

    func controllerSettings(shard: Int) -> ControllerSettings {
        var settings = ControllerSettings()
        settings.listener = shard
        settings.division = ListenerDivision(listeners: shards)
        settings.sessionTimeout = sessionTimeout
        settings.leaderImbalanceCheckInterval = leaderImbalanceCheckInterval
        return settings
    }

    /// How many descriptors each broker's disk in a shard may have open: a share of what the
    /// process may, and of 20,000 at most.
    var openFilesMax: Int {
        var limit = 1_024
        do throws(PlatformError) { limit = try OpenFilesLimit.current() } catch { limit = 1_024 }
        // What is no log's: sockets, results, the process's own.
        let reserve = min(512, limit / 4)
        return max((min(limit, Self.openFilesLimit) - reserve) / (brokers * shards), 8)
    }

    private static let openFilesLimit = 20_000

    /// What the faults need of each disk: nothing where none of them concerns disks.
    var diskNeeds: DiskNeeds {
        let kinds = faults.map(\.action.kind)
        return DiskNeeds(
            losesPower: kinds.contains(.powerLoss),
            refuses: kinds.contains(.diskFull) || kinds.contains(.diskError))
    }

    /// How many partitions the topic has in the end.
    func finalPartitions(_ topic: TopicConfiguration) -> Int {
        faults.reduce(topic.partitions) { count, fault in
            if case .addPartitions(let total) = fault.action { max(count, total) } else { count }
        }
    }
}
