package import Messages
package import Records

/// What one step of the controller asks its driver for. The driver empties and reuses it.
package struct ControllerEffects {
    package var toBrokers: [(broker: BrokerID, message: BrokerMessage)] = []
    package var toClients: [(client: ClientID, message: ClientMessage)] = []
    /// What happened, in order.
    package var events: [ClusterEvent] = []

    package init() {}
}
