package import Records

/// How the partitions of one subscribed group change hands, and how long nobody reads them.
package struct OwnershipJournal {
    /// Partitions that stopped being read by their owner and were taken up again by any member,
    /// each time counted.
    package private(set) var stoppedPartitions = 0
    /// Of these, those that came to another member.
    package private(set) var movedPartitions = 0
    /// For these, from when they were given up until the new owner went on.
    package private(set) var handovers: [Nanoseconds] = []
    /// From the end of a member's process until each of its partitions was taken up again.
    package private(set) var takeovers: [Nanoseconds] = []
    /// By partition, who reads it; −1 for nobody.
    private var owners: [Int]
    private var releases: [Release?]
    private let measureStart: Instant

    /// A partition that waits for an owner.
    private struct Release {
        let time: Instant
        let member: Int
        /// Whether the owner's process ended.
        let isDeath: Bool
    }

    init(partitions: Int, measureStart: Instant) {
        owners = Array(repeating: -1, count: partitions)
        releases = Array(repeating: nil, count: partitions)
        self.measureStart = measureStart
    }

    /// A member reads a partition from now on.
    mutating func assigned(_ member: Int, _ partition: PartitionIndex, now: Instant) {
        let place = partition.index
        defer { owners[place] = member }
        guard let release = releases[place] else { return overtaken(by: member, place, now: now) }
        releases[place] = nil
        guard release.time >= measureStart else { return }
        stoppedPartitions += 1
        if release.isDeath { takeovers.append(now - release.time) }
        guard release.member != member else { return }
        movedPartitions += 1
        handovers.append(now - release.time)
    }

    /// The former owner does not know, so that nobody can tell since when it could do no more.
    private mutating func overtaken(by member: Int, _ place: Int, now: Instant) {
        guard owners[place] >= 0, owners[place] != member, now >= measureStart else { return }
        stoppedPartitions += 1
        movedPartitions += 1
    }

    /// A member gave partitions up, or lost them.
    mutating func gaveUp(_ member: Int, _ partitions: [PartitionIndex], now: Instant) {
        for partition in partitions where owners[partition.index] == member {
            owners[partition.index] = -1
            release(partition.index, by: member, now: now)
        }
    }

    /// A member was put out: whatever it still reads, the next owner reads again.
    mutating func putOut(_ member: Int, now: Instant) {
        for place in owners.indices where owners[place] == member {
            release(place, by: member, now: now)
        }
    }

    /// A member's process ended.
    mutating func processEnded(_ member: Int, now: Instant) {
        for place in owners.indices where owners[place] == member {
            owners[place] = -1
            release(place, by: member, now: now, isDeath: true)
        }
    }

    private mutating func release(
        _ place: Int, by member: Int, now: Instant, isDeath: Bool = false
    ) {
        // Put out first, it gives up later what nobody has taken since.
        guard releases[place] == nil else { return }
        releases[place] = Release(time: now, member: member, isDeath: isDeath)
    }
}
