/// What a generator counted, besides the records that it made.
package struct GenerationCounts: Hashable, Sendable {
    /// Records whose intended time lay in the measured time; at `rate: max`, that were sent in it.
    package var offeredRecords = 0
    /// Those of them that were sent before the measured time was over.
    package var sentInTimeRecords = 0
    /// How often the sink took no more.
    package var refusals = 0
    /// Nanoseconds spent in drawing, stamping and encoding in the measured time.
    package var busyNanoseconds: Int64 = 0

    package init() {}
}
