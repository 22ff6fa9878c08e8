/// What `rate: search` found.
package struct SearchResult: Sendable, Codable, Equatable {
    /// The highest rate that met the service level; 0 where none did.
    package var passedRecordsPerSecond: Double
    /// The lowest rate that did not; nil where all did that were tried.
    package var failedRecordsPerSecond: Double?
    /// Runs at fixed rates.
    package var trials: Int

    package init(passedRecordsPerSecond: Double, failedRecordsPerSecond: Double?, trials: Int) {
        self.passedRecordsPerSecond = passedRecordsPerSecond
        self.failedRecordsPerSecond = failedRecordsPerSecond
        self.trials = trials
    }
}
