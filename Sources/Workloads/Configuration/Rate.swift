/// The load that is offered.
package enum Rate: Hashable, Sendable, Codable {
    /// As fast as the cluster takes records: a saturation run, which has no intended times.
    case max
    /// Open loops at several rates, in search of the highest that is carried.
    case search
    /// An open loop at this many records per second, above 0.
    case recordsPerSecond(Double)
}
