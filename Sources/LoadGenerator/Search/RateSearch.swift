/// Looks for the highest rate that passes: from the rate at which a closed loop ran, up or down
/// until one rate passes and one fails, then between the two. Pure: it is told how each trial
/// ended, and says what to try next.
///
/// One run in a noisy place proves little, so a rate fails only when two trials of it have failed,
/// and passes when one has passed: the search asks what the setting *can* carry. A disturbance may
/// outlast two trials that follow each other, so the bound that they set is tried once more at the
/// end, and where it passes then the search goes on from there.
package struct RateSearch: Sendable {
    /// What to do next.
    package enum Step: Hashable, Sendable {
        /// Run at this many records per second.
        case attempt(Double)
        /// The highest rate that passed, and the lowest that failed: nil where none did before the
        /// trials were used up.
        case found(passed: Double, failed: Double?)
        /// Nothing passed, down to this rate.
        case nothingPassed(lowest: Double)
    }

    /// How far `failed` may lie above `passed`, as a part of it.
    private let precision: Double
    /// The highest rate that passed; 0 before one has.
    private var passed = 0.0
    /// The lowest rate that failed twice.
    private var failed: Double?
    private var rate: Double
    /// Whether the trial at `rate` has failed once.
    private var isRetrying = false
    /// Whether `failed` has failed once more after `passed` had come close to it.
    private var isConfirmed = false
    /// Trials whose end was told.
    package private(set) var trials = 0
    /// Below this nothing is looked for.
    private static let rateMin = 1.0
    private static let trialsMax = 40
    /// What a closed loop reaches is more than an open one carries with nothing left over.
    private static let firstShare = 0.8
    private static let firstClimb = 1.3
    private var climb = firstClimb
    /// While nothing has passed, each step down is longer than the one before by this factor.
    private static let descent = 1.5
    private var stepDown = 1.0

    /// - Parameter saturation: records per second at `rate: max`, above 0.
    package init(saturation: Double, precision: Double) {
        self.precision = precision
        rate = max(Self.rateMin, saturation * Self.firstShare)
    }

    /// Whether the highest rate that passed is as close to the lowest that failed as was asked for.
    private var isClose: Bool {
        failed.map { passed > 0 && $0 <= passed * (1 + precision) } ?? false
    }

    package var next: Step {
        if let failed {
            if passed > 0, isClose && isConfirmed || trials >= Self.trialsMax {
                return .found(passed: passed, failed: failed)
            }
            if isClose { return .attempt(failed) }
            if passed == 0, failed <= Self.rateMin || trials >= Self.trialsMax {
                return .nothingPassed(lowest: failed)
            }
        } else if trials >= Self.trialsMax {
            return .found(passed: passed, failed: nil)
        }
        return .attempt(rate)
    }

    /// The trial at the rate asked for last has ended.
    package mutating func ended(hasPassed: Bool) {
        trials += 1
        if isClose, let bound = failed {
            guard hasPassed else {
                isConfirmed = true
                return
            }
            passed = bound
            failed = nil
            climb = 1 + 2 * precision
            rate = passed * climb
            return
        }
        if hasPassed {
            passed = rate
        } else if !isRetrying {
            isRetrying = true
            return
        } else {
            failed = rate
        }
        isRetrying = false
        guard let failed else {
            rate *= climb
            return
        }
        if passed > 0 {
            // Between the two on a scale of ratios.
            rate = (passed * failed).squareRoot()
        } else {
            stepDown *= Self.descent
            rate = max(Self.rateMin, failed / stepDown)
        }
    }
}
