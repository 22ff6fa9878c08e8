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

    /// What only groups with a coordinator have.
    package struct Subscribed: Sendable, Codable, Equatable {
        /// Generations that the groups came to.
        package var rebalances = 0
        /// How long each member with partitions stopped reading for each rebalance, milliseconds;
        /// nil without one.
        package var pauseP50Milliseconds: Double?
        package var pauseP99Milliseconds: Double?
        package var pauseMaxMilliseconds: Double?
        /// Partitions that members gave up or lost.
        package var revokedPartitions = 0
        /// From the end of a member's process until the last of its partitions was read again;
        /// nil where none ended.
        package var takeoverMaxMilliseconds: Double?
        /// The largest lag of any group behind what it had committed.
        package var committedLagMaxRecords = 0
        /// Commits that came to nothing; over the whole run.
        package var failedCommits = 0
        /// Polls that took longer than `max.poll.interval.ms`.
        package var slowPolls = 0

        package init() {}

        /// Sets the pauses from the milliseconds that each took, in any order. A percentile is the
        /// smallest pause that so many percent of them do not exceed.
        package mutating func setPauses(milliseconds: [Double]) {
            let sorted = milliseconds.sorted()
            func rank(_ percent: Int) -> Double? {
                sorted.isEmpty ? nil : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
            }
            pauseP50Milliseconds = rank(50)
            pauseP99Milliseconds = rank(99)
            pauseMaxMilliseconds = sorted.last
        }
    }

    /// How a backlog was built and drained; over the whole run.
    package struct Backlog: Sendable, Codable, Equatable {
        /// Records in the logs when the members started.
        package var records = 0
        /// Records acknowledged per second until then.
        package var buildRecordsPerSecond = 0.0
        /// From then until every group had read all that was there 100 ms before; nil where some
        /// group never had.
        package var catchUpSeconds: Double?
        /// Records acknowledged per second meanwhile, as long as producers sent; nil where they
        /// did not send any more.
        package var catchUpRecordsPerSecond: Double?

        package init() {}
    }

    package init() {}
}
