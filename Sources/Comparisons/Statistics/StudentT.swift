import Glibc

/// Student's t distribution.
package struct StudentT: Sendable {
    /// Above 0, and not necessarily whole.
    package let degreesOfFreedom: Double

    package init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

    /// The chance of a value up to `t`.
    package func cumulative(_ t: Double) -> Double { t > 0 ? 1 - beyond(t) : beyond(t) }

    /// The value that a share `p` of the distribution does not exceed, to about ten digits.
    ///
    /// By Newton's method on the logarithm of the tail against that of the value: a curve that
    /// bends downwards, so that after the first step every other comes nearer from above.
    ///
    /// - Parameter p: above 0 and below 1.
    package func quantile(_ p: Double) -> Double {
        guard p != 0.5 else { return 0 }
        guard p > 0.5 else { return -quantile(1 - p) }
        let scale = exp(
            IncompleteBeta.logGamma((degreesOfFreedom + 1) / 2)
                - IncompleteBeta.logGamma(degreesOfFreedom / 2)
                - 0.5 * log(degreesOfFreedom * .pi))
        var logValue = 0.0
        for _ in 0..<Self.stepsMax {
            let t = exp(logValue)
            let tail = beyond(t)
            let power = -(degreesOfFreedom + 1) / 2 * log1p(t * t / degreesOfFreedom)
            let step = log(tail / (1 - p)) * tail / (t * scale * exp(power))
            logValue += min(step, Self.stepMax)
            if abs(step) < 1e-13 { break }
        }
        return exp(logValue)
    }

    private static let stepsMax = 200
    /// The first step could else end where the tail is 0: a value doubles at most.
    private static let stepMax = 0.7

    /// The chance of a value beyond ±`t` on one side, by the incomplete beta function: Abramowitz
    /// and Stegun, "Handbook of Mathematical Functions", 26.7.1 and 26.5.27.
    private func beyond(_ t: Double) -> Double {
        let x = degreesOfFreedom / (degreesOfFreedom + t * t)
        return 0.5 * IncompleteBeta(a: degreesOfFreedom / 2, b: 0.5).regularized(x)
    }
}

/// The incomplete beta function with the parameters `a` and `b`, both above 0.
struct IncompleteBeta {
    let a: Double
    let b: Double

    private static let tiny = 1e-300
    private static let stepsMax = 10_000

    /// I_x(a, b), for x in 0...1, by its continued fraction: Abramowitz and Stegun 26.5.8,
    /// evaluated by the modified method of Lentz (Thompson and Barnett, 1986).
    func regularized(_ x: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        // The fraction converges fast below the mean; above it, the mirrored one does.
        if x > (a + 1) / (a + b + 2) {
            return 1 - IncompleteBeta(a: b, b: a).regularized(1 - x)
        }
        let logFront =
            Self.logGamma(a + b) - Self.logGamma(a) - Self.logGamma(b)
            + a * log(x) + b * log1p(-x)
        return exp(logFront) / (a * fraction(x))
    }

    private func fraction(_ x: Double) -> Double {
        var value = 1.0
        var c = 1.0
        var d = 0.0
        for step in 1...Self.stepsMax {
            let term = coefficient(step, x)
            d = Self.awayFromZero(1 + term * d)
            d = 1 / d
            c = Self.awayFromZero(1 + term / c)
            value *= c * d
            if abs(c * d - 1) < 1e-15 { break }
        }
        return value
    }

    /// The coefficient of the fraction's term `step`, from 1.
    private func coefficient(_ step: Int, _ x: Double) -> Double {
        let m = Double(step / 2)
        if step.isMultiple(of: 2) {
            return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        }
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    }

    private static func awayFromZero(_ value: Double) -> Double {
        abs(value) < tiny ? tiny : value
    }

    static func logGamma(_ value: Double) -> Double { lgamma(value).0 }
}
