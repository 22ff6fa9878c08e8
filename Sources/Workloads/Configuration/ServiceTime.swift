import Glibc
package import Records

/// What the handling of one record takes.
package struct ServiceTime: Hashable, Sendable, Codable {
    package var distribution = ServiceTimeDistribution.fixed
    /// The mean; ignored where there is a median.
    package var mean = Nanoseconds.zero
    /// The median of a lognormal distribution.
    package var median: Nanoseconds?
    /// The standard deviation of the logarithm of a lognormal distribution: above 0.
    package var sigma = 1.0

    package init() {}

    /// The same time for every record.
    package static func fixed(_ time: Nanoseconds) -> ServiceTime {
        var result = ServiceTime()
        result.mean = time
        return result
    }

    /// The mean, whichever way it is given: median · exp(σ²/2) for a lognormal distribution.
    package var meanTime: Nanoseconds {
        guard let median else { return mean }
        return Nanoseconds(Int64(Double(median.rawValue) * exp(sigma * sigma / 2)))
    }
}

/// How service times are drawn.
package enum ServiceTimeDistribution: String, Hashable, Sendable, Codable, CaseIterable {
    /// The mean, always.
    case fixed
    /// Without memory: most are short, some several times the mean.
    case exponential
    /// With a long tail, as wide as `sigma` says.
    case lognormal
}
