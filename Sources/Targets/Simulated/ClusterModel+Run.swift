import LoadGenerator
import Brokers
import Messages
import Records
import Simulation
import Workloads

extension ClusterModel {
    /// The virtual cluster that a run's configuration asks for.
    init(_ plan: RunConfiguration, seed: UInt64) {
        self.init()
        brokers = plan.cluster.brokers
        topic = TopicConfiguration(plan)
        offsetsTopic = TopicConfiguration.offsets(plan)
        broker = BrokerSettings(plan.cluster)
        controller = ControllerSettings(plan.cluster)
        let links = plan.cluster.network
        network.delay = links.roundTripTime / 2 + links.jitter / 2
        network.jitter = links.jitter / 2
        network.bandwidthBytesPerSecond = links.bandwidthBytesPerSecond.map { Int($0) }
        holdsRetentionBack = false
        holdsConsumers = plan.holdsConsumers
        partitionsMax = plan.finalPartitions
        self.seed = seed
    }
}
