package import Records

/// What became of a scenario.
package struct SimulationOutcome: Sendable {
    package let scenario: SimulationScenario
    package let counts: SimulationCounts
    /// Records that producers were told to be safe.
    package let acknowledgedRecords: Int
    /// Committed records that were lost, as the settings and the damage permitted.
    package let permittedLosses: Int
    /// Invariants that did not hold, the first of them, in the order in which they were found.
    package let violations: [InvariantViolation]
    /// How many did not in all.
    package let violationCount: Int
    /// What the healed cluster had not come to when its time was up.
    package let livenessFailures: [String]
    /// Brokers that stayed dead while the others healed.
    package let deadBrokers: [BrokerID]
    /// The virtual time at the end.
    package let end: Instant
    /// Equal for two runs only if they were the same.
    package let traceHash: UInt64

    /// Whether every invariant held and the cluster converged.
    package var isSound: Bool { violationCount == 0 && livenessFailures.isEmpty }
}
