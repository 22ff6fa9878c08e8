package import Records

/// What befalls the members of one subscribed group over a run: rebalances, pauses, partitions
/// that change hands, and who idles.
///
/// From the start of the measured time on; the warm-up is for the group to form. For one thread at
/// a time: all members of a group live in one shard.
package final class GroupJournal {
    private let measureStart: Instant
    /// By number.
    package private(set) var members: [MemberJournal]
    package private(set) var ownership: OwnershipJournal
    private var generation = Int32.min
    /// Generations that the group has come to.
    package private(set) var rebalances = 0
    /// For each rebalance of each member that owned something, how long it read none of it, in the
    /// order in which they ended.
    package private(set) var pauses: [Nanoseconds] = []
    /// Commits that came to nothing.
    package private(set) var failedCommits = 0
    /// Polls that took so long that the member gave its place up.
    package private(set) var slowPolls = 0

    package init(members: Int, partitions: Int, timeline: RunTimeline) {
        measureStart = timeline.measureStart
        self.members = Array(repeating: MemberJournal(), count: members)
        ownership = OwnershipJournal(
            partitions: partitions, measureStart: timeline.measureStart)
    }

    /// Members that are in the group and own nothing, by number.
    package var idleMembers: [Int] { members.indices.filter { members[$0].share == 0 } }

    /// Partitions that members gave up or lost.
    package var revokedPartitions: Int { members.reduce(0) { $0 + $1.revokedPartitions } }

    private func counts(_ now: Instant) -> Bool { now >= measureStart }

    // MARK: What members tell

    /// A rebalance begins for a member that owned so many partitions until now; where it
    /// `stopsReading`, it reads none of them from now on.
    package func rebalanceBegan(_ member: Int, owned: Int, stopsReading: Bool, now: Instant) {
        members[member].rebalanceBegan(
            owned: owned, stopsReading: stopsReading, now: now, isCounted: counts(now))
    }

    /// A member knows how many partitions it owns in a generation.
    package func shareTaken(_ member: Int, share: Int, generation: Int32, now: Instant) {
        members[member].shareTaken(share)
        guard generation > self.generation else { return }
        self.generation = generation
        if counts(now) { rebalances += 1 }
    }

    /// A member reads a partition from now on.
    package func assigned(_ member: Int, _ partition: PartitionIndex, now: Instant) {
        members[member].assigned(partition, now: now)
        ownership.assigned(member, partition, now: now)
    }

    /// A member gave partitions up, or lost them.
    package func revoked(_ member: Int, _ partitions: [PartitionIndex], now: Instant) {
        members[member].gaveUp(partitions, now: now, isCounted: counts(now))
        ownership.gaveUp(member, partitions, now: now)
    }

    /// A member reads everything that it owns.
    package func rebalanceEnded(_ member: Int, now: Instant) {
        if let pause = members[member].rebalanceEnded(now: now) { pauses.append(pause) }
    }

    /// A member's process ended without a word.
    package func processEnded(_ member: Int, now: Instant) {
        members[member].ended()
        ownership.processEnded(member, now: now)
    }

    /// A member has left.
    package func left(_ member: Int) { members[member].ended() }

    /// A commit came to nothing.
    package func commitFailed(now: Instant) { if counts(now) { failedCommits += 1 } }

    /// A member took too long over a poll, which cost it its place.
    package func pollTookTooLong(_ member: Int, now: Instant) {
        if counts(now) { slowPolls += 1 }
        ownership.putOut(member, now: now)
    }

    /// The run is over: pauses that are not count as far as they have come.
    package func runEnded(now: Instant) {
        for member in members.indices {
            if let pause = members[member].runEnded(now: now) { pauses.append(pause) }
        }
    }
}
