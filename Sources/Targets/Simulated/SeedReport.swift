package import Records
package import Simulation

/// What became of one seed.
package struct SeedReport: Sendable {
    package let scenario: SimulationScenario
    package let counts: SimulationCounts
    package let acknowledgedRecords: Int
    /// Acknowledged records that the final logs lack, as the settings and the damage permit.
    package let permittedLosses: Int
    /// What must not be, the first of each name first.
    package let findings: [SeedFinding]
    /// Equal for two runs only if they were the same.
    package let traceHash: UInt64
    /// The virtual time at the end.
    package let end: Instant

    /// Whether nothing was found.
    package var isSound: Bool { findings.isEmpty }
}
