import Glibc

/// How much larger B is than A: the mean of log ratios, with its uncertainty.
///
/// Latency and throughput are positive and their noise multiplies, so that their logarithms are
/// close to symmetric: a mean difference of logarithms is a ratio, the same from both ends, and
/// its noise is what Student's t is made for. With eight pairs a bootstrap of them is too narrow,
/// and Wilcoxon's signed ranks cannot say more than 99.2 %, which leaves nothing to spend on many
/// columns; t serves at any confidence.
///
/// Where something else takes the processor now and then, one run in a dozen is far off, and a mean
/// tells of little else. From eight pairs on, a sixth of the ratios at each end is therefore set
/// aside: Yuen's t on the trimmed mean (Yuen, "The two-sample trimmed t for unequal population
/// variances", Biometrika 61, 1974; for one sample Tukey and McLaughlin, 1963). Of eight pairs with
/// normal noise h - 1 degrees of freedom would call 1.3 % of equal sides different at 99 %; h - 2
/// call 0.8 to 0.9 %, and 1.1 % of sixteen and of 24 (simulated).
package struct LogRatio: Sendable, Equatable {
    /// The mean of ln(B / A), trimmed where there are eight pairs or more.
    package let mean: Double
    /// The standard error of `mean`; 0 where nothing varied.
    package let error: Double
    package let degreesOfFreedom: Double
    /// Pairs; without pairing, the smaller of the two counts.
    package let count: Int

    /// What a normal value does not exceed with the chance `Difference.power`, 0.8.
    private static let powerQuantile = 0.841_621_233_572_914
    /// From so many pairs on, one at each end is set aside for every `pairsPerCut` of them.
    package static let trimmedPairsMin = 8
    private static let pairsPerCut = 6
    /// The fewest values of each side that have a spread at all.
    package static let countMin = 2

    /// From pairs of values that were measured together: what disturbed both drops out, and so does
    /// what disturbed few. Pairs in which a value is not above 0 are left out; nil with
    /// fewer than two others.
    package init?(pairs: [(a: Double, b: Double)]) {
        let logs = pairs.compactMap { Self.isUsable($0.a) && Self.isUsable($0.b) ? $0 : nil }
            .map { log($0.b / $0.a) }
        guard let spread = LogSpread(logs) else { return nil }
        count = logs.count
        let cut = count < Self.trimmedPairsMin ? 0 : count / Self.pairsPerCut
        guard cut > 0 else {
            mean = spread.mean
            error = (spread.variance / Double(count)).squareRoot()
            degreesOfFreedom = Double(count - 1)
            return
        }
        let sorted = logs.sorted()
        let kept = sorted[cut..<(count - cut)]
        let ends = (sorted[cut], sorted[count - cut - 1])
        let drawnIn = sorted.map { min(max($0, ends.0), ends.1) }
        guard let winsorized = LogSpread(drawnIn) else { return nil }
        mean = kept.reduce(0, +) / Double(kept.count)
        error =
            (winsorized.variance / Double(count)).squareRoot()
            * Double(count) / Double(kept.count)
        degreesOfFreedom = Double(kept.count - 2)
    }

    /// From values that were measured apart, which need not vary alike (Welch, "The
    /// generalization of Student's problem", Biometrika 34, 1947). Values that are not above 0
    /// are left out; nil with fewer than two others on a side.
    package init?(a: [Double], b: [Double]) {
        let logs = [a, b].map { $0.filter(Self.isUsable).map { log($0) } }
        guard let one = LogSpread(logs[0]), let other = LogSpread(logs[1]) else { return nil }
        let parts = [one, other].map { $0.variance / Double($0.count) }
        let sum = parts[0] + parts[1]
        mean = other.mean - one.mean
        error = sum.squareRoot()
        count = min(one.count, other.count)
        let weight =
            parts[0] * parts[0] / Double(one.count - 1)
            + parts[1] * parts[1] / Double(other.count - 1)
        degreesOfFreedom = weight > 0 ? sum * sum / weight : Double(one.count + other.count - 2)
    }

    /// Whether a logarithm of it exists.
    package static func isUsable(_ value: Double) -> Bool { value > 0 && value.isFinite }

    /// The difference with its interval.
    ///
    /// - Parameter confidence: above 0 and below 1.
    package func difference(confidence: Double) -> Difference {
        let t = StudentT(degreesOfFreedom: degreesOfFreedom)
        let reach = t.quantile(0.5 + confidence / 2)
        // What is so far off is called different by this interval in four of five repetitions:
        // the normal approximation of the noncentral t (Johnson and Welch, Biometrika 31, 1940).
        let freedom = degreesOfFreedom
        let detectable =
            (reach * (1 - 1 / (4 * freedom))
                + Self.powerQuantile * (1 + reach * reach / (2 * freedom)).squareRoot()) * error
        return Difference(
            estimate: expm1(mean), low: expm1(mean - reach * error),
            high: expm1(mean + reach * error), detectable: expm1(detectable))
    }
}

/// Mean and sample variance of at least two logarithms.
private struct LogSpread {
    let mean: Double
    let variance: Double
    let count: Int

    init?(_ logs: [Double]) {
        guard logs.count >= LogRatio.countMin else { return nil }
        count = logs.count
        let mean = logs.reduce(0, +) / Double(logs.count)
        self.mean = mean
        variance =
            logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count - 1)
    }
}
