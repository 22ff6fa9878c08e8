/// What passed in the measured time.
package struct ThroughputCounts: Sendable, Codable, Equatable {
    /// Records whose intended time lay in the measured time; at `rate: max`, records sent in it.
    package var offeredRecords = 0
    /// Records acknowledged in the measured time.
    package var ackedRecords = 0
    /// Bytes of keys and values of those.
    package var ackedBytes = 0
    /// Records processed in the measured time, over all groups.
    package var consumedRecords = 0
    /// Sends that the cluster refused or that could not be written, over the whole run.
    package var failedRecords = 0
    /// Bytes that all brokers wrote to their logs in the measured time.
    package var logBytesWritten = 0

    package init() {}
}
