import Brokers
import Records

extension BrokerSettings {
    /// Followers are given up after a second, so that tests need little virtual time.
    static var quick: BrokerSettings {
        var settings = BrokerSettings()
        settings.replicaLagTimeMax = .seconds(1)
        return settings
    }
}
