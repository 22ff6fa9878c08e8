import Foundation
import Records
import Testing
import Workloads

@Suite struct ValueSizeSamplerTests {
    private func records(
        _ distribution: ValueDistribution, _ bounds: ClosedRange<Int>,
        _ change: (inout ValueSettings) -> Void = { _ in }
    ) -> RecordSettings {
        var records = RecordSettings()
        records.value.distribution = distribution
        records.value.minBytes = bounds.lowerBound
        records.valueBytes = bounds.upperBound
        change(&records.value)
        return records
    }

    private func draws(_ records: RecordSettings, _ count: Int) throws -> [Int] {
        let sampler = try #require(ValueSizeSampler.of(records))
        var random = RandomSource(seed: 51)
        return (0..<count).map { _ in Int(sampler.draw(using: &random)) }
    }

    private func mean(_ sizes: [Int]) -> Double {
        Double(sizes.reduce(0, +)) / Double(sizes.count)
    }

    @Test func `values of one size have no sampler`() {
        #expect(ValueSizeSampler.of(RecordSettings()) == nil)
        #expect(RecordSettings().meanValueBytes == 92)
    }

    @Test func `uniform sizes are alike within their bounds`() throws {
        let settings = records(.uniform, 100...149)
        let sizes = try draws(settings, 100_000)
        let counts = sizes.reduce(into: [Int](repeating: 0, count: 50)) { $0[$1 - 100] += 1 }
        expectFit(counts, Array(repeating: 2_000, count: 50), "seed 51")
        #expect(settings.meanValueBytes == 124.5)
    }

    @Test func `lognormal sizes have their median, spread and mean`() throws {
        let settings = records(.lognormal, 32...65_000) {
            $0.medianBytes = 900
            $0.sigma = 0.4
        }
        let sizes = try draws(settings, 200_000).sorted()
        #expect(abs(Double(sizes[100_000]) / 900 - 1) < 0.01, "seed 51")
        // One deviation above the median: 84.13 % lie below 900·e^0.4.
        let below = sizes.count { Double($0) <= 900 * exp(0.4) }
        #expect(abs(Double(below) / 200_000 - 0.8413) < 0.005, "seed 51")
        // Nothing is cut off worth speaking of: the mean is 900·e^(0.4²/2).
        #expect(abs(settings.meanValueBytes - 900 * exp(0.08)) < 0.5)
        #expect(abs(mean(sizes) / settings.meanValueBytes - 1) < 0.006, "seed 51")
    }

    @Test func `what is cut off lies at the bounds`() throws {
        let settings = records(.lognormal, 500...1_000) {
            $0.medianBytes = 700
            $0.sigma = 1
        }
        let sizes = try draws(settings, 100_000)
        // Φ(ln(500.5/700)) and 1 − Φ(ln(999.5/700)).
        let smallest = Double(sizes.count { $0 == 500 }) / 100_000
        let largest = Double(sizes.count { $0 == 1_000 }) / 100_000
        #expect(abs(smallest - 0.3686) < 0.008, "seed 51")
        #expect(abs(largest - 0.3608) < 0.008, "seed 51")
        #expect(sizes.allSatisfy { (500...1_000).contains($0) })
        #expect(abs(mean(sizes) - settings.meanValueBytes) < 4, "seed 51")
    }

    @Test func `pareto sizes have their tail`() throws {
        let settings = records(.pareto, 100...1_000_000) { $0.shape = 1.5 }
        let sizes = try draws(settings, 200_000)
        for (size, share) in [(200.0, 0.3536), (1_000, 0.03162), (10_000, 0.001)] {
            let above = Double(sizes.count { Double($0) > size }) / 200_000
            #expect(abs(above - share) < 5 * (share / 200_000).squareRoot() + 0.001, "\(size)")
        }
        // ∫ of the tail from 100 to the cut: 300 − 2·10^3/√10^6·... = 100·(3 − 2·(10^4)^-0.5).
        #expect(abs(settings.meanValueBytes - 298) < 0.5)
        #expect(try #require(sizes.max()) <= 1_000_000)
    }

    @Test func `a histogram draws its sizes by their weights`() throws {
        let settings = records(.histogram, 32...2_000) {
            $0.histogram = SizeHistogram(path: "h", sizes: [2_000, 100], weights: [1, 3])
        }
        let sizes = try draws(settings, 100_000)
        expectFit(
            [sizes.count { $0 == 2_000 }, sizes.count { $0 == 100 }], [25_000, 75_000], "seed 51")
        #expect(settings.meanValueBytes == 575)
        #expect(settings.meanBytes == 583)
        #expect(ValueSizeSampler.of(settings)?.maxBytes == 2_000)
    }

    @Test func `bounds that are one size draw it`() throws {
        for distribution in [ValueDistribution.uniform, .lognormal, .pareto] {
            let sizes = try draws(records(distribution, 64...64), 100)
            #expect(sizes.allSatisfy { $0 == 64 })
        }
    }
}
