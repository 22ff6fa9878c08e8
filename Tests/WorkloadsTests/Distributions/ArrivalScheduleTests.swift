import Records
import Testing
import Workloads

@Suite struct ArrivalScheduleTests {
    private let start = Instant(1_000_000_007)

    @Test(arguments: [3, 30_000, 1_000_000])
    func `constant arrivals do not drift over ten million records`(rate: Int64) {
        var schedule = ArrivalSchedule(
            arrival: .constant, rate: Double(rate), start: start, random: RandomSource(seed: 1))
        #expect(schedule.next == start)
        for _ in 0..<10_000_000 { schedule.advance() }
        let exact = (10_000_000 * 1_000_000_000 + rate / 2) / rate
        #expect(abs((schedule.next - start).rawValue - exact) <= 1)
    }

    @Test func `constant arrivals are evenly spaced`() {
        var schedule = ArrivalSchedule(
            arrival: .constant, rate: 7, start: start, random: RandomSource(seed: 1))
        for index in 0..<1_000 as Range<Int64> {
            #expect((schedule.next - start).rawValue == (index * 2_000_000_000 + 7) / 14)
            schedule.advance()
        }
    }

    /// Longer than a run may take: warm-up and duration are at most a year each.
    private static let years = Nanoseconds.seconds(2 * 365 * 86_400)

    @Test(arguments: Arrival.allCases)
    func `a rate of nothing has no records, and one of next to nothing hardly any`(
        arrival: Arrival
    ) {
        let shape = RateShape(ArrivalSettings(), of: arrival, duration: .seconds(10))
        for rate in [0, .leastNonzeroMagnitude, 1e-300, 1.8e-11, 1e-9] {
            var schedule = ArrivalSchedule(
                arrival: arrival, rate: rate, start: start, phase: 31.0 / 32,
                random: RandomSource(seed: 3), shape: shape, warmup: .seconds(1))
            for _ in 0..<100 {
                let wait = schedule.next - start
                // Independent gaps may be short now and then.
                #expect(wait > (arrival == .poisson && rate > 0 ? .zero : Self.years), "\(rate)")
                guard rate > 0 else { break }
                schedule.advance()
            }
        }
    }

    @Test func `producers with phases send in turn`() {
        let times = (0..<4).flatMap { producer -> [Int64] in
            var schedule = ArrivalSchedule(
                arrival: .constant, rate: 1_000, start: start, phase: Double(producer) / 4,
                random: RandomSource(seed: 1))
            return (0..<3).map { _ in
                defer { schedule.advance() }
                return (schedule.next - start).rawValue
            }
        }
        #expect(times.sorted() == (0..<12).map { $0 * 250_000 })
    }

    @Test func `Poisson gaps have the mean and variance of the exponential`() {
        let seed: UInt64 = 31
        var schedule = ArrivalSchedule(
            arrival: .poisson, rate: 1_000, start: start, random: RandomSource(seed: seed))
        let count = 400_000
        var previous = start
        var sum = 0.0
        var squares = 0.0
        var longGaps = 0
        for _ in 0..<count {
            let gap = Double((schedule.next - previous).rawValue)
            #expect(gap >= 0)
            previous = schedule.next
            sum += gap
            squares += gap * gap
            if gap > 3_000_000 { longGaps += 1 }
            schedule.advance()
        }
        let mean = sum / Double(count)
        let variance = squares / Double(count) - mean * mean
        // Five standard errors: of the mean 1/√n, of the variance √8/√n, relative.
        #expect(abs(mean / 1e6 - 1) < 0.008, "seed \(seed)")
        #expect(abs(variance / 1e12 - 1) < 0.023, "seed \(seed)")
        // P(gap > 3 means) is e^-3.
        #expect(abs(Double(longGaps) / Double(count) - 0.049787) < 0.0018, "seed \(seed)")
    }

    @Test func `the same seed gives the same Poisson times`() {
        func times(_ seed: UInt64) -> [Instant] {
            var schedule = ArrivalSchedule(
                arrival: .poisson, rate: 50, start: start, random: RandomSource(seed: seed))
            return (0..<50).map { _ in
                defer { schedule.advance() }
                return schedule.next
            }
        }
        #expect(times(1) == times(1))
        #expect(times(1) != times(2))
    }
}
