extension GroupResult {
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
        /// The least-squares slope of that lag over the measured time, of the group that lags
        /// most. This and what follows is nil in results that were written before.
        package var committedLagSlopeRecordsPerSecond: Double?
        /// Commits that came to nothing.
        package var failedCommits = 0
        /// Polls that took longer than `max.poll.interval.ms`.
        package var slowPolls = 0
        /// Times that a partition left its owner and was then read on, by whichever member.
        package var stoppedPartitions: Int?
        /// Those of them after which another member read it.
        package var movedPartitions: Int?
        /// How long nobody read a partition that moved, milliseconds; nil where none did.
        package var handoverP50Milliseconds: Double?
        package var handoverP99Milliseconds: Double?
        package var handoverMaxMilliseconds: Double?
        /// Members that took part in a rebalance, `membersMax` at most, those that paused longest.
        package private(set) var members: [Member]?

        /// Results hold no more members than this.
        package static let membersMax = 256

        package init() {}

        /// Sets the pauses from the milliseconds that each took, in any order. A percentile is the
        /// smallest pause that so many percent of them do not exceed.
        package mutating func setPauses(milliseconds: [Double]) {
            let sorted = milliseconds.sorted()
            pauseP50Milliseconds = Self.rank(50, sorted)
            pauseP99Milliseconds = Self.rank(99, sorted)
            pauseMaxMilliseconds = sorted.last
        }

        /// Sets the hand-overs in the same way.
        package mutating func setHandovers(milliseconds: [Double]) {
            let sorted = milliseconds.sorted()
            handoverP50Milliseconds = Self.rank(50, sorted)
            handoverP99Milliseconds = Self.rank(99, sorted)
            handoverMaxMilliseconds = sorted.last
        }

        private static func rank(_ percent: Int, _ sorted: [Double]) -> Double? {
            sorted.isEmpty ? nil : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
        }

        /// Sets the members: of all there are, those that took part in a rebalance.
        package mutating func setMembers(_ all: [Member]) {
            let concerned = all.filter { $0.rebalances > 0 }
            guard concerned.count > Self.membersMax else { return members = concerned }
            let longest = concerned.enumerated().sorted { a, b in
                let (x, y) = (a.element.pauseMaxMilliseconds, b.element.pauseMaxMilliseconds)
                return x == y ? a.offset < b.offset : x > y
            }
            members = longest.prefix(Self.membersMax).map(\.element)
        }
    }

    /// What befell one member.
    package struct Member: Sendable, Codable, Equatable {
        /// `group 0 member 4`.
        package var name: String
        /// Rebalances that it took part in.
        package var rebalances = 0
        /// For each in which it owned something, how long it read none of it.
        package var pausesMilliseconds: [Double] = []
        /// Partitions that it gave up or lost.
        package var revokedPartitions = 0

        package init(name: String) { self.name = name }

        /// 0 without a pause.
        package var pauseMaxMilliseconds: Double { pausesMilliseconds.max() ?? 0 }

        package var pauseTotalMilliseconds: Double { pausesMilliseconds.reduce(0, +) }
    }
}
