package import Records

/// How long and how often each cell is run.
package struct RunSettings: Hashable, Sendable, Codable {
    /// Time before the measurement starts; its records count for order, not for speed.
    package var warmup = Nanoseconds.seconds(1)
    /// The measured time: above 0.
    package var duration = Nanoseconds.seconds(5)
    /// At least 1.
    package var repetitions = 3
    package var seed: UInt64 = 42

    package init() {}
}
