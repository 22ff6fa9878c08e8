package import Messages
package import Records

/// What one step of a coordinator asks its broker for.
package struct GroupEffects {
    package var toClients: [(client: ClientID, message: ClientMessage)] = []
    /// Records to be put into the coordinator's partition of the offsets topic, each entry as one
    /// batch, in order.
    package var appends: [(token: Int64, records: [GroupRecord])] = []
    /// What happened, in order.
    package var events: [ClusterEvent] = []

    package init() {}

    package var isEmpty: Bool { toClients.isEmpty && appends.isEmpty && events.isEmpty }
}
