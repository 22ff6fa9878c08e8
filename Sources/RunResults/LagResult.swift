package struct LagResult: Sendable, Codable, Equatable {
    /// The largest lag of any group in the measured time: records appended and not yet processed.
    package var maxRecords = 0
    /// The least-squares slope of the summed lag over the measured time, records per second.
    package var slopeRecordsPerSecond = 0.0
    /// The largest lag of one partition.
    package var maxPartitionRecords = 0

    package init() {}
}
