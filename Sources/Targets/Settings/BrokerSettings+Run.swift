import Brokers
import Workloads

extension BrokerSettings {
    /// The brokers that a run's configuration asks for.
    init(_ settings: ClusterSettings) {
        self.init()
        replicaLagTimeMax = settings.replicaLagTimeMax
        replicaFetchWaitMax = settings.replicaFetchWaitMax
        replicaFetchTimeout = settings.replicaFetchTimeout
        heartbeatInterval = settings.heartbeatInterval
        cleanerBytesPerSecond = settings.cleanerBytesPerSecond
    }
}

extension ControllerSettings {
    /// The controller that a run's configuration asks for.
    init(_ settings: ClusterSettings) {
        self.init()
        sessionTimeout = settings.sessionTimeout
        leaderImbalanceCheckInterval = settings.leaderImbalanceCheckInterval
    }
}
