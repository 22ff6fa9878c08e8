/// What a generator counted, besides the records that it made.
public struct GenerationCounts: Hashable, Sendable {
    /// Records whose intended time lay in the measured time; at `rate: max`, that were sent in it.
    public var offeredRecords = 0
    /// Those of them that were sent before the measured time was over.
    public var sentInTimeRecords = 0
    /// How often the sink took no more.
    public var refusals = 0

    public init() {}
}
