/// What a run has to come to, so that it proves something.
package struct SimulationGoals: Hashable, Sendable {
    /// Steps of brokers, clients and the controller.
    package var steps = 0
    package var acknowledgedRecords = 0

    package init() {}

    package var isNone: Bool { steps == 0 && acknowledgedRecords == 0 }
}
