import Foundation
import Records
import Testing
import Workloads

@Suite struct RateShapeTests {
    private let start = Instant(5_000_000_000)

    /// Intended times in seconds from the start of a measured time of `duration` seconds.
    private func times(
        _ arrival: Arrival, rate: Double, warmup: Double = 0, duration: Double, phase: Double = 0,
        _ change: (inout ArrivalSettings) -> Void = { _ in }
    ) -> [Double] {
        var settings = ArrivalSettings()
        change(&settings)
        let length = Nanoseconds(Int64(duration * 1e9))
        let lead = Nanoseconds(Int64(warmup * 1e9))
        var schedule = ArrivalSchedule(
            arrival: arrival, rate: rate, start: start, phase: phase,
            random: RandomSource(seed: 1),
            shape: RateShape(settings, of: arrival, duration: length), warmup: lead)
        var times: [Double] = []
        while schedule.next < start + lead + length {
            times.append((schedule.next - (start + lead)).seconds)
            schedule.advance()
        }
        return times
    }

    private static let shapes: [Arrival] = [.bursts, .step, .ramp, .diurnal]

    @Test(arguments: shapes, [0.0, 0.37, 0.999])
    func `as many records come as the rate makes in the measured time`(
        arrival: Arrival, phase: Double
    ) {
        for rate in [7.3, 1_000, 12_345.6] {
            let made = times(arrival, rate: rate, warmup: 0.5, duration: 10, phase: phase)
            let measured = made.count { $0 >= 0 }
            #expect(abs(Double(measured) - rate * 10) <= 1, "\(rate)/s gave \(measured)")
            #expect(zip(made, made.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }

    @Test(arguments: shapes)
    func `the time of an integral is where the integral is`(arrival: Arrival) throws {
        for change: (inout ArrivalSettings) -> Void in [
            { _ in },
            {
                $0.steps = [0, 3, 0, 1]
                $0.rampFrom = 5
                $0.rampTo = 0
                $0.amplitude = 1
            },
        ] {
            var settings = ArrivalSettings()
            change(&settings)
            let shape = try #require(
                RateShape(settings, of: arrival, duration: .seconds(10)))
            for step in 1..<1_000 {
                let integral = Double(step) / 100
                let time = shape.time(of: integral)
                #expect(abs(shape.integral(to: time) - integral) < 1e-8, "\(integral)")
            }
            #expect(abs(shape.integral(to: 10) - 10) < 1e-9)
            #expect(shape.integral(to: 0) == 0)
        }
    }

    @Test func `bursts are evenly spaced and stop in between`() {
        let made = times(.bursts, rate: 100, warmup: 1.5, duration: 3) {
            $0.burstOn = .milliseconds(200)
            $0.burstOff = .milliseconds(800)
        }
        // 100 records in each burst of 200 ms: 500/s. The warm-up begins in the pause.
        #expect(made.count == 400)
        #expect(made.first == -1)
        for (index, time) in made.enumerated() {
            let expected = Double(index / 100) - 1 + Double(index % 100) / 500
            #expect(abs(time - expected) < 2e-9)
        }
    }

    @Test func `steps follow each other`() {
        let made = times(.step, rate: 200, warmup: 1, duration: 6) { $0.steps = [1, 2, 3] }
        #expect(made.count { $0 < 0 } == 100)
        #expect(made.count { $0 >= 0 && $0 < 2 } == 200)
        #expect(made.count { $0 >= 2 && $0 < 4 } == 400)
        #expect(made.count { $0 >= 4 } == 600)
    }

    @Test func `steps of 0 are pauses`() {
        let made = times(.step, rate: 100, warmup: 1, duration: 4) { $0.steps = [0, 1, 0, 1] }
        #expect(made.count == 400)
        #expect(made.allSatisfy { (1..<2).contains($0) || (3..<4).contains($0) })
    }

    @Test func `ramps rise and fall steadily`() {
        let rising = times(.ramp, rate: 1_000, warmup: 1, duration: 10)
        #expect(rising.count == 10_000)
        // Half of the time has a quarter of the records of a ramp from nothing.
        #expect(abs(rising.count { $0 < 5 } - 2_500) <= 1)
        let falling = times(.ramp, rate: 1_000, warmup: 1, duration: 10) {
            $0.rampFrom = 3
            $0.rampTo = 1
        }
        // From 1,500/s to 500/s; the warm-up is at the first rate.
        #expect(falling.count { $0 < 0 } == 1_500)
        #expect(abs(falling.count { $0 >= 0 && $0 < 5 } - 6_250) <= 1)
    }

    @Test func `diurnal rates swing about their mean`() {
        let made = times(.diurnal, rate: 1_000, duration: 20) {
            $0.period = .seconds(20)
            $0.amplitude = 0.8
        }
        // The first half has 0.8·20/π·1,000 = 5,093 more than its mean... over the half period.
        #expect(abs(Double(made.count { $0 < 10 }) - (10_000 + 0.8 * 20_000 / .pi)) <= 1)
        #expect(abs(made.count - 20_000) <= 1)
    }

    @Test func `producers with phases make the whole rate together`() {
        let made = (0..<4).flatMap {
            times(.ramp, rate: 250, duration: 2, phase: Double($0) / 4)
        }
        #expect(abs(made.count - 2_000) <= 4)
        let whole = times(.ramp, rate: 1_000, duration: 2)
        for (one, other) in zip(made.sorted(), whole) { #expect(abs(one - other) < 1e-3) }
    }
}
