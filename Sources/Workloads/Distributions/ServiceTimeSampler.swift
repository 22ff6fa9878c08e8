import Glibc
package import Records

/// Draws the service time of one record after another. The times depend on the settings and the
/// seed alone.
package struct ServiceTimeSampler: Sendable {
    private let distribution: ServiceTimeDistribution
    private let fixed: Nanoseconds
    private let meanNanoseconds: Double
    /// The logarithm of the median.
    private let mu: Double
    private let sigma: Double
    private var random: RandomSource
    /// Short enough that sums of many stay far from overflow.
    private static let longestNanoseconds = 1e15

    /// Whether every record takes no time.
    package let isZero: Bool

    package init(_ time: ServiceTime, random: RandomSource) {
        distribution = time.distribution
        fixed = time.mean
        meanNanoseconds = Double(time.mean.rawValue)
        sigma = time.sigma
        mu =
            if let median = time.median {
                log(Double(median.rawValue))
            } else {
                log(max(1, meanNanoseconds)) - time.sigma * time.sigma / 2
            }
        isZero = time.meanTime == .zero
        self.random = random
    }

    /// The same time for every record.
    package static func fixed(_ time: Nanoseconds) -> ServiceTimeSampler {
        ServiceTimeSampler(.fixed(time), random: RandomSource(seed: 0))
    }

    /// The next record's service time, 0 or more.
    package mutating func next() -> Nanoseconds {
        switch distribution {
        case .fixed: return fixed
        case .exponential:
            return Self.rounded(-log(1 - random.nextUnit()) * meanNanoseconds)
        case .lognormal:
            // Box and Muller's transform; 1 - u lies in (0, 1], so the logarithm is finite.
            let radius = (-2 * log(1 - random.nextUnit())).squareRoot()
            let normal = radius * cos(2 * .pi * random.nextUnit())
            return Self.rounded(exp(mu + sigma * normal))
        }
    }

    private static func rounded(_ nanoseconds: Double) -> Nanoseconds {
        Nanoseconds(Int64(min(nanoseconds, longestNanoseconds).rounded()))
    }
}
