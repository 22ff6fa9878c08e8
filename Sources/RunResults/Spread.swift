/// A measure over the repetitions of one configuration.
package struct Spread: Sendable, Equatable {
    /// The middle value; between two middle values, their mean.
    package var median: Double
    package var min: Double
    package var max: Double
    /// How many repetitions had the value: at least 1.
    package var count: Int

    /// The spread of `values`, or nil where there is none.
    package init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let middle = sorted.count / 2
        median =
            sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        min = first
        max = last
        count = sorted.count
    }

    /// Whether some value of one lies between values of the other, so that the difference of the
    /// medians may be noise.
    package func overlaps(_ other: Spread) -> Bool { min <= other.max && other.min <= max }
}
