/// Where a rate comes from, in the order in which a plan trusts it.
package enum RateOrigin: String, Hashable, Sendable, Codable, CaseIterable {
    /// The user stated it.
    case stated
    /// Measured on the user's own cluster.
    case kafka
    /// Measured on the simulated engine under a broker model.
    case simulated
    /// Measured on the embedded engine of a box.
    case embedded
}
