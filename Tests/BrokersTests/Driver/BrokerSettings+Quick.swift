import Brokers
import Records

extension BrokerSettings {
    /// Waits of about a second, so that tests need little virtual time.
    static var quick: BrokerSettings {
        var settings = BrokerSettings()
        settings.replicaLagTimeMax = .seconds(1)
        settings.heartbeatInterval = .milliseconds(200)
        settings.controllerTimeout = .milliseconds(400)
        settings.replicaFetchTimeout = .seconds(2)
        return settings
    }
}
