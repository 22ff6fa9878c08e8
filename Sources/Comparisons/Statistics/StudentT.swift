import Glibc

/// Student's t distribution.
package struct StudentT: Sendable {
    /// Above 0, and not necessarily whole.
    package let degreesOfFreedom: Double

    package init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

    /// The chance of a value up to `t`, by the incomplete beta function: Abramowitz and Stegun,
    /// "Handbook of Mathematical Functions", 26.7.1 and 26.5.27.
    package func cumulative(_ t: Double) -> Double {
        let x = degreesOfFreedom / (degreesOfFreedom + t * t)
        let beyond = 0.5 * IncompleteBeta(a: degreesOfFreedom / 2, b: 0.5).regularized(x)
        return t > 0 ? 1 - beyond : beyond
    }

    /// The value that a share `p` of the distribution does not exceed, to about ten digits.
    ///
    /// - Parameter p: above 0 and below 1.
    package func quantile(_ p: Double) -> Double {
        guard p != 0.5 else { return 0 }
        guard p > 0.5 else { return -quantile(1 - p) }
        var low = 0.0
        var high = 1.0
        while cumulative(high) < p, high < 1e12 {
            low = high
            high *= 2
        }
        while high - low > 1e-11 * high {
            let middle = (low + high) / 2
            if cumulative(middle) < p { low = middle } else { high = middle }
        }
        return (low + high) / 2
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

    private static func logGamma(_ value: Double) -> Double { lgamma(value).0 }
}
