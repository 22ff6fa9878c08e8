import Foundation
import Records
import Testing
import Workloads

/// Keys that depend on how many records came before, and those that a file weighs.
@Suite struct MovingKeysTests {
    private func keys(_ distribution: KeyDistribution, _ cardinality: Int) -> KeySettings {
        var keys = KeySettings()
        keys.distribution = distribution
        keys.cardinality = cardinality
        return keys
    }

    private func draws(_ keys: KeySettings, _ count: Int, producer: Int, of producers: Int)
        -> [Int]
    {
        let sampler = EntitySampler(keys: keys, producer: producer, producers: producers)
        var random = RandomSource(seed: 41)
        return (0..<count).map { Int(sampler.draw(using: &random, ordinal: UInt64($0))) }
    }

    @Test func `sequential keys go round the entities of each producer`() {
        #expect(draws(keys(.sequential, 5), 12, producer: 0, of: 1) == (0..<12).map { $0 % 5 })
        #expect(draws(keys(.sequential, 5), 7, producer: 1, of: 2) == [1, 3, 1, 3, 1, 3, 1])
    }

    @Test func `the latest keys are the newest, which move on with the turnover`() {
        var settings = keys(.latest, 1_000)
        settings.turnover = 100
        settings.exponent = 2
        let entities = draws(settings, 50_000, producer: 0, of: 1)
        // 1/ζ(2) is 0.6079, less the little beyond 1,000 ranks: 0.6083.
        let newest = entities.enumerated().count { $0.element == $0.offset / 100 }
        #expect(abs(Double(newest) / 50_000 - 0.6083) < 0.011, "seed 41")
        let second = entities.enumerated().count { $0.element == ($0.offset / 100 + 999) % 1_000 }
        #expect(abs(Double(second) / 50_000 - 0.6083 / 4) < 0.008, "seed 41")
    }

    @Test func `the newest key comes round after cardinality times turnover records`() {
        var settings = keys(.latest, 20)
        settings.turnover = 3
        settings.exponent = 10
        let entities = draws(settings, 240, producer: 1, of: 2)
        let expected = (0..<240).map { 1 + 2 * ($0 / 3 % 10) }
        // At this exponent 999 of 1,000 draws are the newest.
        let misses = zip(entities, expected).count { $0 != $1 }
        #expect(misses <= 3, "seed 41")
    }

    @Test func `latest keys are even over a whole round`() {
        var settings = keys(.latest, 50)
        settings.turnover = 200
        let entities = draws(settings, 10_000, producer: 0, of: 1)
        let counts = entities.reduce(into: [Int](repeating: 0, count: 50)) { $0[$1] += 1 }
        #expect(counts.allSatisfy { abs($0 - 200) < 75 }, "seed 41")
    }

    @Test(arguments: [KeyDistribution.sequential, .latest])
    func `producers of keys that move send as many records as they have entities`(
        distribution: KeyDistribution
    ) {
        let shares = EntitySampler.shares(keys: keys(distribution, 7), producers: 2)
        #expect(abs(shares[0] - 4 / 7) < 1e-12)
        #expect(abs(shares[1] - 3 / 7) < 1e-12)
    }

    @Test func `a histogram weighs its lines`() {
        var settings = keys(.histogram, 4)
        settings.histogram = KeyHistogram(path: "h", weights: [1, 2, 3, 14])
        let entities = draws(settings, 200_000, producer: 0, of: 1)
        let counts = entities.reduce(into: [Int](repeating: 0, count: 4)) { $0[$1] += 1 }
        expectFit(counts, [10_000, 20_000, 30_000, 140_000], "seed 41")
        let shares = EntitySampler.shares(keys: settings, producers: 2)
        #expect(abs(shares[0] - 0.2) < 1e-12)
    }

    @Test func `the number of hot keys is a count or a part of all`() {
        var settings = keys(.hotSet, 1_000)
        #expect(settings.hotCount == 100)
        settings.hotKeys = .count(7)
        #expect(settings.hotCount == 7)
        settings.hotKeys = .share(0.0001)
        #expect(settings.hotCount == 1)
        settings.hotKeys = .count(7)
        settings.hotShare = 0.5
        let hot = draws(settings, 100_000, producer: 0, of: 1).count { $0 < 7 }
        #expect(abs(hot - 50_000) < 800, "seed 41")
    }
}
