/// Whether throughput kept its level over the measured time: a line through it in windows, as
/// fio's `steadystate=iops_slope` does.
package struct SteadyState: Sendable, Codable, Equatable {
    /// How far the line moves from the first window to the last, in percent of the mean.
    package let driftPercent: Double
    /// What chance makes of that: its standard error, in percent of the mean.
    package let driftErrorPercent: Double
    /// Windows that lie further from the line than `windowTolerance`, chance apart.
    package let unsteadyWindows: [Int]
    package let windowCount: Int
    /// Slices of the run's series in each window.
    package let slicesPerWindow: Int

    /// A drift beyond this, in percent, that chance does not explain is none of a steady run.
    private static let driftMaxPercent = 10.0
    /// How many standard errors chance may explain.
    private static let errorsMax = 3.0
    /// How far a window may lie from the line, as a part of the mean.
    private static let windowTolerance = 0.2
    /// The share of windows that may leave.
    private static let unsteadyShareMax = 0.25

    /// The records that ended in each of equal windows, of which a line needs three at least; nil
    /// with fewer, or without records.
    package init?(windows: [Int], slicesPerWindow: Int = 1) {
        guard windows.count >= 3 else { return nil }
        let count = Double(windows.count)
        let mean = Double(windows.reduce(0, +)) / count
        guard mean > 0 else { return nil }
        let middle = (count - 1) / 2
        var covariance = 0.0
        var variance = 0.0
        for (index, records) in windows.enumerated() {
            let x = Double(index) - middle
            covariance += x * (Double(records) - mean)
            variance += x * x
        }
        let slope = covariance / variance
        let rests = windows.enumerated().map { index, records in
            Double(records) - mean - slope * (Double(index) - middle)
        }
        let scatter = rests.reduce(0) { $0 + $1 * $1 } / (count - 2)
        let error = (scatter / variance).squareRoot()
        driftPercent = 100 * slope * (count - 1) / mean
        driftErrorPercent = 100 * error * (count - 1) / mean
        let tolerance = Self.windowTolerance * mean + 4 * mean.squareRoot()
        unsteadyWindows = rests.indices.filter { abs(rests[$0]) > tolerance }
        windowCount = windows.count
        self.slicesPerWindow = slicesPerWindow
    }

    /// Whether a slice of the measured time, counted from its start, lies in a window that leaves
    /// the line.
    package func isUnsteady(slice: Int) -> Bool {
        slice >= 0 && unsteadyWindows.contains(slice / slicesPerWindow)
    }

    /// Whether neither a drift nor too many windows speak against it.
    package var isSteady: Bool {
        let drift = abs(driftPercent)
        let drifts = drift > Self.driftMaxPercent && drift > Self.errorsMax * driftErrorPercent
        let share = Double(unsteadyWindows.count) / Double(windowCount)
        return !drifts && share <= Self.unsteadyShareMax
    }
}
