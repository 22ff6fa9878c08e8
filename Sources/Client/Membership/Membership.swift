import Messages
import Records

/// What a consumer knows of its place in a group. `Consumer+…` in this folder acts on it.
final class Membership {
    enum Phase {
        /// It will ask to join at `joinAt`.
        case waiting
        /// It has given up its partitions and commits where it stood, to join then.
        case revoking
        case joining
        case syncing
        /// It knows what it owns.
        case stable
        /// It commits where it stood, to leave then, or waits to be let go.
        case leaving
        /// It has left, or failed.
        case ended
    }

    let settings: GroupSettings
    var phase = Phase.waiting
    var joinAt = Instant.distantFuture
    /// What the request to join, sync or leave is answered under.
    var call: Call?
    /// Requests to the coordinator are numbered from when the consumer started, so that an answer
    /// to an earlier process of the same client is none to this one.
    var requestCount: Int64 = 0

    // MARK: The coordinator

    let listener: Int
    /// Nil while it is not known.
    var coordinator: BrokerID?
    var coordinatorEpoch: LeaderEpoch
    var schedule: MetadataSchedule

    // MARK: The group

    /// The topic's partitions as far as they are known.
    var partitions: [KnownPartition]
    var member = MemberID.none
    /// Whether the coordinator is known to have kept the id, so that its successor has it too.
    var isMemberKept = false
    var generation = GroupGeneration.none
    /// Whether it divides the partitions in this generation, and how many there were.
    var dividedPartitions: Int?
    /// What it owns, in order.
    var owned: [PartitionIndex] = []
    /// What it owned last, for assignors that look at it.
    var claimed: [PartitionIndex] = []
    var claimedGeneration = GroupGeneration.none
    /// It is to join again when its poll is over.
    var needsRejoin = false
    /// It was put out of the group, which it takes notice of when its poll is over.
    var isPutOut = false
    var isClosing = false
    /// What it is to own, which it takes up when its poll is over.
    var share: [PartitionIndex]?
    /// Whether a rebalance is under way that the application was told of.
    var isRebalancing = false

    // MARK: Heartbeats

    var nextHeartbeat = Instant.distantFuture
    /// Answers to those with higher numbers count.
    var heartbeatsAfter: Int64 = 0
    /// When the coordinator was heard last.
    var heardAt = Instant(Int64.min)

    // MARK: Positions

    /// The request for committed offsets.
    var offsetFetch: Call?
    var offsetFetchAt = Instant.distantFuture
    /// How many owned partitions have no position yet.
    var lookupCount = 0
    /// Where it is to go on in all that it owns; nil where it stands.
    var seeking: ResetPolicy?

    // MARK: Polls and commits

    /// When the poll that is being worked on began; nil between polls.
    var pollBegan: Instant?
    var polledRecords = 0
    /// Assigned partitions whose position has moved since it was last put into a commit.
    var moved: [Int] = []
    var commit: Commit?
    /// When what has moved is committed without a poll: by the clock, or since it could not be
    /// committed before.
    var nextCommit = Instant.distantFuture
    /// The batch at hand waits for the commit under way, so that it can be committed itself.
    var isBatchWaiting = false
    /// What the application asked to commit while another commit was under way.
    var asked: [GroupOffset] = []

    init(
        _ settings: GroupSettings, coordinator: PartitionMetadata, partitions: [KnownPartition],
        schedule: MetadataSchedule
    ) {
        self.settings = settings
        listener = coordinator.listener
        self.coordinator = coordinator.leader
        coordinatorEpoch = coordinator.leaderEpoch
        self.partitions = partitions
        self.schedule = schedule
        self.schedule.add(listener: coordinator.listener)
    }

    /// A request that waits for its answer.
    struct Call {
        let number: Int64
        let deadline: Instant
    }

    /// Positions on their way to the coordinator.
    struct Commit {
        let purpose: CommitPurpose
        var offsets: [GroupOffset]
        /// The request under way; nil while it waits for `retryAt`.
        var call: Call?
        var retryAt = Instant.distantFuture
        /// When to try no more.
        var giveUpAt = Instant.distantFuture
    }

    /// What waits for a commit.
    enum CommitPurpose {
        /// The next poll, or the batch at hand.
        case poll
        /// Nothing.
        case background
        /// Nothing; the application asked for it, of offsets of its own.
        case asked
        /// The request to join.
        case revocation
        /// The request to leave.
        case closing
    }

    /// Whether requests of a member can be sent in its name.
    var isMember: Bool { generation != .none }

    func nextNumber() -> Int64 {
        requestCount += 1
        return requestCount
    }

    /// When it wants to be stepped.
    var nextStep: Instant {
        guard phase != .ended else { return .distantFuture }
        var next = min(schedule.next, nextHeartbeat, call?.deadline ?? .distantFuture)
        next = min(next, offsetFetchAt, offsetFetch?.deadline ?? .distantFuture)
        if let commit {
            next = min(next, commit.call?.deadline ?? commit.retryAt, commit.giveUpAt)
        } else if phase == .stable {
            next = min(next, nextCommit)
        }
        if phase == .waiting, !isPutOut || pollBegan == nil { next = min(next, joinAt) }
        if let pollBegan, phase == .stable, !isPutOut {
            next = min(next, pollBegan + settings.pollIntervalMax)
        }
        return next
    }
}

/// Where a partition of the subscribed topic is.
struct KnownPartition {
    let listener: Int
    /// Nil while nobody may lead.
    var leader: BrokerID?
    var leaderEpoch: LeaderEpoch
}
