package import Messages
package import Records

/// What one step of a producer or consumer asks its driver for. The driver empties and reuses it.
package struct ClientEffects {
    package var toBrokers: [(broker: BrokerID, listener: Int, message: BrokerMessage)] = []

    package init() {}
}
