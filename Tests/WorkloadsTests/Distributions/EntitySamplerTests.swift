import Foundation
import Records
import Testing
import Workloads

@Suite struct EntitySamplerTests {
    /// The distributions whose draws do not depend on those before.
    private static let stationary: [KeyDistribution] = [.uniform, .zipfian, .hotSet]

    private func keys(
        _ distribution: KeyDistribution, _ cardinality: Int, exponent: Double = 0.99
    ) -> KeySettings {
        var keys = KeySettings()
        keys.distribution = distribution
        keys.cardinality = cardinality
        keys.exponent = exponent
        return keys
    }

    private func probabilities(_ keys: KeySettings) -> [Double] {
        let hot = max(1, keys.cardinality / 10)
        let weights = (1...keys.cardinality).map { rank -> Double in
            return switch keys.distribution {
            case .zipfian: pow(Double(rank), -keys.exponent)
            case .hotSet: rank <= hot ? 0.9 / Double(hot) : 0.1 / Double(keys.cardinality - hot)
            default: 1
            }
        }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    @Test(arguments: Self.stationary)
    func `the same seed draws the same entities and another does not`(
        distribution: KeyDistribution
    ) {
        let sampler = EntitySampler(keys: keys(distribution, 1_000), producer: 1, producers: 3)
        func draws(_ seed: UInt64) -> [UInt32] {
            var random = RandomSource(seed: seed)
            return (0..<100).map { _ in sampler.draw(using: &random) }
        }
        #expect(draws(1) == draws(1))
        #expect(draws(1) != draws(2))
    }

    @Test(arguments: [0.2, 0.99, 1.0, 1.5])
    func `zipfian frequencies fit the analytic probabilities`(exponent: Double) {
        let seed: UInt64 = 21
        let keys = keys(.zipfian, 500, exponent: exponent)
        let sampler = EntitySampler(keys: keys, producer: 0, producers: 1)
        var random = RandomSource(seed: seed)
        var counts = [Int](repeating: 0, count: 500)
        let draws = 1_000_000
        for _ in 0..<draws { counts[Int(sampler.draw(using: &random))] += 1 }
        expectFit(counts, probabilities(keys).map { $0 * Double(draws) }, "seed \(seed)")
    }

    @Test(arguments: Self.stationary, [2, 3, 7])
    func `producers that send their share draw the whole distribution`(
        distribution: KeyDistribution, producers: Int
    ) {
        let seed: UInt64 = 22
        let keys = keys(distribution, 300)
        var counts = [Int](repeating: 0, count: 300)
        let whole = 500_000.0
        for producer in 0..<producers {
            let sampler = EntitySampler(keys: keys, producer: producer, producers: producers)
            var random = RandomSource(seed: seed).fork(stream: UInt64(producer))
            for _ in 0..<Int((whole * sampler.share).rounded()) {
                counts[Int(sampler.draw(using: &random))] += 1
            }
        }
        expectFit(counts, probabilities(keys).map { $0 * whole }, "seed \(seed)")
    }

    @Test(arguments: Self.stationary, [(10, 1), (10, 3), (7, 7), (100, 9)])
    func `each entity is drawn by exactly one producer`(
        distribution: KeyDistribution, sizes: (cardinality: Int, producers: Int)
    ) {
        let seed: UInt64 = 23
        let keys = keys(distribution, sizes.cardinality, exponent: 0.5)
        var owners: [UInt32: Set<Int>] = [:]
        var owned = 0
        for producer in 0..<sizes.producers {
            let sampler = EntitySampler(
                keys: keys, producer: producer, producers: sizes.producers)
            owned += sampler.ownedCount
            var random = RandomSource(seed: seed)
            for _ in 0..<5_000 {
                owners[sampler.draw(using: &random), default: []].insert(producer)
            }
        }
        #expect(owned == sizes.cardinality)
        #expect(owners.count == sizes.cardinality, "seed \(seed)")
        for (entity, producers) in owners {
            #expect(producers == [Int(entity) % sizes.producers])
        }
    }

    @Test(arguments: Self.stationary, [1, 2, 3, 100])
    func `shares are the masses of the entities and sum to 1`(
        distribution: KeyDistribution, producers: Int
    ) {
        let keys = keys(distribution, 1_000)
        let probabilities = probabilities(keys)
        let shares = EntitySampler.shares(keys: keys, producers: producers)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
        for (producer, share) in shares.enumerated() {
            let mass = stride(from: producer, to: 1_000, by: producers)
                .reduce(0) { $0 + probabilities[$1] }
            #expect(abs(share - mass) < 1e-12)
            let sampler = EntitySampler(keys: keys, producer: producer, producers: producers)
            #expect(sampler.share == share)
        }
    }

    @Test func `a single entity is always drawn`() {
        for distribution in KeyDistribution.allCases {
            let sampler = EntitySampler(keys: keys(distribution, 1), producer: 0, producers: 1)
            var random = RandomSource(seed: 1)
            #expect((0..<100).allSatisfy { _ in sampler.draw(using: &random) == 0 })
        }
    }
}
