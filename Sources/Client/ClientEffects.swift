package import Messages
package import Records

/// What one step of a producer or consumer asks its driver for. The driver empties and reuses it.
package struct ClientEffects {
    package var toBrokers: [(broker: BrokerID, listener: Int, message: BrokerMessage)] = []
    /// Messages to the controller that a listener's partitions belong to.
    package var toController: [(listener: Int, message: ControllerMessage)] = []

    package init() {}
}
