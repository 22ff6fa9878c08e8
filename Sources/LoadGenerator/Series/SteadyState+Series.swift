package import RunResults

extension SteadyState {
    /// The most windows into which the measured time is divided.
    private static let windowsMax = 20

    /// How throughput went over the measured time of a series, whose whole slices make equal
    /// windows: each is one slice, or as many as make no more than 20 windows.
    package init?(_ series: RunSeries, measuredSeconds: Double) {
        let slicesPerSecond = 1_000 / Double(RunSeries.bucketMilliseconds)
        // A last slice that is cut short holds less.
        let whole = min(Int(measuredSeconds * slicesPerSecond + 1e-6), series.measuredBuckets)
        let width = max(1, (whole + Self.windowsMax - 1) / Self.windowsMax)
        let slices = series.buckets.dropFirst(series.warmupBuckets).prefix(whole)
            .map(\.ackedRecords)
        self.init(
            windows: (0..<(slices.count / width)).map { window in
                slices[(window * width)..<((window + 1) * width)].reduce(0, +)
            }, slicesPerWindow: width)
    }
}
