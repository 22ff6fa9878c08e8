import Records
package import Workloads

/// Draws among 100,000 entities.
package final class DrawWork: MicroWork {
    private static let cardinality = 100_000
    private let sampler: EntitySampler
    private var random = RandomSource(seed: 7)
    private var inRange = 0

    package init(_ distribution: KeyDistribution) {
        var keys = KeySettings()
        keys.distribution = distribution
        keys.cardinality = Self.cardinality
        sampler = EntitySampler(keys: keys, producer: 0, producers: 1)
    }

    package func run(_ count: Int) -> Int {
        var source = random
        var hits = 0
        for _ in 0..<count where sampler.draw(using: &source) < UInt32(Self.cardinality) {
            hits += 1
        }
        random = source
        inRange += hits
        return count
    }

    /// Draws of entities that exist.
    package var effects: Int { inRange }
}
