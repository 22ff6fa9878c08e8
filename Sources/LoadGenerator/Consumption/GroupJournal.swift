package import Records

/// What befalls the members of one subscribed group over a run: rebalances, pauses, partitions
/// that change hands, and who idles.
///
/// From the start of the measured time on; the warm-up is for the group to form. For one thread at
/// a time: all members of a group live in one shard.
package final class GroupJournal {
    private let measureStart: Instant
    private var members: [MemberState]
    /// By partition, who owns it; −1 for nobody.
    private var owners: [Int]
    /// By partition, when its owner's process ended; nil where somebody has taken it since.
    private var orphanedAt: [Instant?]
    private var generation = Int32.min
    /// Generations that the group has come to.
    package private(set) var rebalances = 0
    /// How long each member stopped reading for each rebalance, of those that owned something. A
    /// member that reads on stops for no time.
    package private(set) var pauses: [Nanoseconds] = []
    /// Partitions that members gave up or lost.
    package private(set) var revokedPartitions = 0
    /// From the end of a member's process until each of its partitions was read again.
    package private(set) var takeovers: [Nanoseconds] = []
    /// Commits that came to nothing.
    package private(set) var failedCommits = 0
    /// Polls that took so long that the member gave its place up.
    package private(set) var slowPolls = 0

    private struct MemberState {
        /// When it stopped reading for the rebalance under way; nil where none is.
        var pausedAt: Instant?
        /// Whether that rebalance counts as a pause, and as one in which it reads on.
        var countsPause = false
        var readsOn = false
        /// Whether it is a member that knows its share.
        var isPresent = false
        var share = 0
    }

    package init(members: Int, partitions: Int, timeline: RunTimeline) {
        measureStart = timeline.measureStart
        self.members = Array(repeating: MemberState(), count: members)
        owners = Array(repeating: -1, count: partitions)
        orphanedAt = Array(repeating: nil, count: partitions)
    }

    /// Members that are in the group and own nothing, by number.
    package var idleMembers: [Int] {
        members.indices.filter { members[$0].isPresent && members[$0].share == 0 }
    }

    private func counts(_ now: Instant) -> Bool { now >= measureStart }

    // MARK: What members tell

    /// A rebalance begins for a member that owns so many partitions.
    package func rebalanceBegan(_ member: Int, owned: Int, stopsReading: Bool, now: Instant) {
        members[member].pausedAt = now
        members[member].countsPause = owned > 0 && counts(now)
        members[member].readsOn = !stopsReading
    }

    /// A member knows how many partitions it owns in a generation.
    package func shareTaken(_ member: Int, share: Int, generation: Int32, now: Instant) {
        members[member].isPresent = true
        members[member].share = share
        guard generation > self.generation else { return }
        self.generation = generation
        if counts(now) { rebalances += 1 }
    }

    /// A member reads a partition from now on.
    package func assigned(_ member: Int, _ partition: PartitionIndex, now: Instant) {
        owners[partition.index] = member
        guard let orphaned = orphanedAt[partition.index] else { return }
        orphanedAt[partition.index] = nil
        takeovers.append(now - orphaned)
    }

    /// A member gave partitions up, or lost them.
    package func revoked(_ member: Int, _ partitions: [PartitionIndex], now: Instant) {
        for partition in partitions where owners[partition.index] == member {
            owners[partition.index] = -1
        }
        if counts(now) { revokedPartitions += partitions.count }
    }

    /// A member reads everything that it owns.
    package func rebalanceEnded(_ member: Int, now: Instant) {
        guard let pausedAt = members[member].pausedAt else { return }
        members[member].pausedAt = nil
        guard members[member].countsPause else { return }
        pauses.append(members[member].readsOn ? .zero : now - pausedAt)
    }

    /// A member's process ended without a word.
    package func processEnded(_ member: Int, now: Instant) {
        members[member] = MemberState()
        for partition in owners.indices where owners[partition] == member {
            owners[partition] = -1
            orphanedAt[partition] = now
        }
    }

    /// A member has left.
    package func left(_ member: Int) { members[member] = MemberState() }

    package func commitFailed() { failedCommits += 1 }

    package func pollTookTooLong(now: Instant) { if counts(now) { slowPolls += 1 } }
}
