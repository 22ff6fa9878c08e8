import Records
import Testing
import Workloads

@Suite struct ServiceTimeSamplerTests {
    private func times(
        _ distribution: ServiceTimeDistribution, mean: Nanoseconds = .zero,
        median: Nanoseconds? = nil, sigma: Double = 1, count: Int = 200_000
    ) -> [Double] {
        var time = ServiceTime()
        time.distribution = distribution
        time.mean = mean
        time.median = median
        time.sigma = sigma
        var sampler = ServiceTimeSampler(time, random: RandomSource(seed: 7))
        return (0..<count).map { _ in Double(sampler.next().rawValue) }
    }

    private func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    @Test func `a fixed time is always the same`() {
        #expect(times(.fixed, mean: .microseconds(5), count: 100).allSatisfy { $0 == 5_000 })
    }

    @Test func `exponential times have their mean and its median`() {
        let times = times(.exponential, mean: .microseconds(100)).sorted()
        #expect(abs(mean(times) / 100_000 - 1) < 0.02)
        #expect(abs(times[times.count / 2] / (100_000 * 0.693_147) - 1) < 0.02)
        #expect(times[0] >= 0)
    }

    @Test func `lognormal times have the mean that was asked for`() {
        #expect(abs(mean(times(.lognormal, mean: .milliseconds(1))) / 1e6 - 1) < 0.05)
    }

    @Test func `lognormal times have the median that was asked for, and its mean`() {
        let times = times(.lognormal, median: .microseconds(50), sigma: 0.5).sorted()
        #expect(abs(times[times.count / 2] / 50_000 - 1) < 0.02)
        var time = ServiceTime()
        time.distribution = .lognormal
        time.median = .microseconds(50)
        time.sigma = 0.5
        #expect(abs(mean(times) / Double(time.meanTime.rawValue) - 1) < 0.02)
    }

    @Test(arguments: ServiceTimeDistribution.allCases)
    func `the seed decides`(distribution: ServiceTimeDistribution) {
        let first = times(distribution, mean: .microseconds(9), count: 100)
        #expect(first == times(distribution, mean: .microseconds(9), count: 100))
    }

    @Test func `only a time of zero is no time`() {
        #expect(ServiceTimeSampler.fixed(.zero).isZero)
        #expect(!ServiceTimeSampler.fixed(Nanoseconds(1)).isZero)
    }
}
