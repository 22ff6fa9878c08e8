import Glibc
package import Records

/// How a rate changes with time, as its exact integral and the inverse of it.
///
/// Time is in seconds from the start of the measured time, and may lie before it: bursts and
/// diurnal rates go back periodically, steps and ramps begin as the measured time does. The
/// integral counts in seconds of the mean rate and is 0 at time 0.
package struct RateShape: Hashable, Sendable {
    private let kind: Kind

    private enum Kind: Hashable {
        case bursts(on: Double, off: Double)
        /// The rate and the length of each step, and what came before each.
        case steps(rates: [Double], length: Double, before: [Double])
        case ramp(from: Double, to: Double, duration: Double)
        case diurnal(period: Double, amplitude: Double)
    }

    /// Nil where the rate does not change.
    ///
    /// - Parameter duration: the measured time, over which steps and ramps go.
    package init?(_ settings: ArrivalSettings, of arrival: Arrival, duration: Nanoseconds) {
        let seconds = duration.seconds
        switch arrival {
        case .constant, .poisson: return nil
        case .bursts:
            kind = .bursts(on: settings.burstOn.seconds, off: settings.burstOff.seconds)
        case .step:
            let mean = settings.steps.reduce(0, +) / Double(settings.steps.count)
            let rates = settings.steps.map { $0 / mean }
            let length = seconds / Double(rates.count)
            var before = [0.0]
            for rate in rates { before.append((before.last ?? 0) + rate * length) }
            kind = .steps(rates: rates, length: length, before: before)
        case .ramp:
            let mean = (settings.rampFrom + settings.rampTo) / 2
            kind = .ramp(
                from: settings.rampFrom / mean, to: settings.rampTo / mean, duration: seconds)
        case .diurnal:
            kind = .diurnal(period: settings.period.seconds, amplitude: settings.amplitude)
        }
    }

    /// The integral of the rate from the start of the measured time to `time`.
    package func integral(to time: Double) -> Double {
        switch kind {
        case .bursts(let on, let off):
            let period = on + off
            let periods = (time / period).rounded(.down)
            return periods * period + min(time - periods * period, on) * period / on
        case .steps(let rates, let length, let before):
            if time < 0 { return rates[0] * time }
            let step = min(Int(time / length), rates.count - 1)
            return before[step] + rates[step] * (time - Double(step) * length)
        case .ramp(let from, let to, let duration):
            if time < 0 { return from * time }
            return from * time + (to - from) * time * time / (2 * duration)
        case .diurnal(let period, let amplitude):
            let turn = 2 * Double.pi / period
            return time + amplitude / turn * (1 - cos(turn * time))
        }
    }

    /// The first time to which the integral is `integral`; where the rate has ended by then, some
    /// time after the measured one.
    package func time(of integral: Double) -> Double {
        switch kind {
        case .bursts(let on, let off):
            let period = on + off
            let periods = (integral / period).rounded(.down)
            return periods * period + (integral - periods * period) * on / period
        case .steps(let rates, let length, let before):
            if integral < 0 { return integral / rates[0] }
            let step = Self.step(of: integral, before)
            guard step < rates.count else {
                return Double(rates.count) * length + integral - before[rates.count]
            }
            return Double(step) * length + (integral - before[step]) / rates[step]
        case .ramp(let from, let to, let duration):
            // A rate from nothing has no time at all before the measured one.
            if integral <= 0 { return from > 0 ? integral / from : 0 }
            if integral >= duration { return integral }
            let square = from * from + 2 * (to - from) * integral / duration
            return 2 * integral / (from + max(0, square).squareRoot())
        case .diurnal(let period, let amplitude):
            return Self.diurnalTime(of: integral, period: period, amplitude: amplitude)
        }
    }

    /// The first step that ends beyond `integral`, 0 or more; their number where none does. By
    /// halves: there may be a thousand, and this is asked for each record.
    private static func step(of integral: Double, _ before: [Double]) -> Int {
        var low = 0
        var high = before.count - 1
        while low < high {
            let middle = (low + high) / 2
            if before[middle + 1] > integral { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Newton's method, kept within the bounds that the sine gives.
    private static func diurnalTime(
        of integral: Double, period: Double, amplitude: Double
    ) -> Double {
        let turn = 2 * Double.pi / period
        let swing = amplitude / turn
        var low = integral - 2 * swing
        var high = integral
        var time = integral - swing * (1 - cos(turn * integral))
        for _ in 0..<60 {
            let error = time + swing * (1 - cos(turn * time)) - integral
            if error > 0 { high = time } else { low = time }
            let rate = 1 + amplitude * sin(turn * time)
            var next = time - error / rate
            if !(next > low && next < high) { next = (low + high) / 2 }
            let step = abs(next - time)
            time = next
            if step < 1e-10 { break }
        }
        return time
    }
}
