package import Brokers
package import Messages
package import Records

/// Everything that decides how a virtual cluster behaves, its clients and faults apart.
package struct ClusterModel: Hashable, Sendable {
    package var brokers = 3
    package var topic = TopicConfiguration()
    /// The topic that holds groups; nil where no consumer subscribes.
    package var offsetsTopic: TopicConfiguration?
    /// How many partitions the topic may come to have; nil leaves it at what it begins with.
    package var partitionsMax: Int?
    package var broker = BrokerSettings()
    package var controller = ControllerSettings()
    package var network = NetworkModel()
    package var disk = DiskModel()
    package var cost = CostModel()
    /// What delays, losses and crashes are drawn from.
    package var seed: UInt64 = 0
    /// Whether a power loss or rot is left out where no other replica that the controller trusts
    /// would have all of some partition.
    package var sparesLastCopy = false
    /// Whether brokers are told what the topic's consumers still need, where it spares that;
    /// otherwise `VirtualCluster.holdRetention` is to tell them.
    package var holdsRetentionBack = true
    /// Whether consumers wait for `VirtualCluster.startConsumers`; nothing strikes them before.
    package var holdsConsumers = false
    /// How long a controlled shutdown may take before the logs are closed all the same.
    package var shutdownTimeout = Nanoseconds.seconds(5)
    /// How long a broker is down after a controlled shutdown.
    package var restartTime = Nanoseconds.milliseconds(200)

    /// Steps after which nothing happens any more: a cluster that goes round in circles without
    /// time going on comes to an end.
    package var stepsMax = Int.max

    package init() {}
}
