public import Records

/// How long and how often each cell is run.
public struct RunSettings: Hashable, Sendable, Codable {
    /// Time before the measurement starts; its records count for order, not for speed.
    public var warmup = Nanoseconds.seconds(1)
    /// The measured time: above 0.
    public var duration = Nanoseconds.seconds(5)
    /// At least 1.
    public var repetitions = 3
    public var seed: UInt64 = 42

    public init() {}
}
