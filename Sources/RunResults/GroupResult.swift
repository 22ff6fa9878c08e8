/// What became of the consumer groups of a run, all of them together. `Results/README.md` defines
/// the terms. From the start of the measured time on, unless said otherwise.
package struct GroupResult: Sendable, Codable, Equatable {
    /// Members that were in a group at the end and owned nothing: `group 0 member 4`.
    package var idleMembers: [String] = []
    /// Records processed again after a rebalance or a crash; over the whole run.
    package var rereads = 0
    /// Records that a group never processed because it had committed a position behind them; over
    /// the whole run.
    package var passedByCommit = 0
    /// Records that were deleted before a group came to them; over the whole run.
    package var passedByRetention = 0
    /// nil where no group subscribes.
    package var subscribed: Subscribed?
    /// nil where members did not wait for a backlog.
    package var backlog: Backlog?

    /// How a backlog was built and drained; over the whole run.
    package struct Backlog: Sendable, Codable, Equatable {
        /// Records in the logs when the members started.
        package var records = 0
        /// Whether that was the backlog that was asked for: producers may end before. nil in
        /// results that do not tell.
        package var isBuilt: Bool?
        /// Records acknowledged per second until then.
        package var buildRecordsPerSecond = 0.0
        /// From then until every group had read all that was there 100 ms before; nil where some
        /// group never had.
        package var catchUpSeconds: Double?
        /// Records acknowledged per second meanwhile, as long as producers sent; nil where they
        /// did not send any more.
        package var catchUpRecordsPerSecond: Double?

        /// By how much less producers got acknowledged meanwhile than before, in percent; below 0
        /// where it was more, nil where it is not known.
        package var slowdownPercent: Double? {
            guard buildRecordsPerSecond > 0 else { return nil }
            return catchUpRecordsPerSecond.map { 100 * (1 - $0 / buildRecordsPerSecond) }
        }

        package init() {}
    }

    package init() {}
}
