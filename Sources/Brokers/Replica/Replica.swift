import DequeModule
import Messages
import Records
import Replication
import Storage

/// A broker's copy of one partition, as leader or follower. Owned by its broker.
final class Replica {
    let partition: TopicPartition
    let configuration: TopicConfiguration
    let log: PartitionLog
    /// Set while this replica leads.
    var leadership: LeaderReplication?
    /// Set while this replica follows. Never set together with `leadership`.
    var following: Following?
    /// The newest state that the controller told of.
    private(set) var knownEpochs: (leader: LeaderEpoch, partition: Int32)?
    /// Whether the next tick asks the leader again, after an answer that could not be used.
    var fetchIsDue = false
    /// What this replica knows to be committed; on the leader, the leader's own decision.
    var highWatermark = Offset.zero
    /// Produced batches whose writes have been asked for and have not completed, and those that
    /// repeat one of them, by their place in the log.
    var appends: Deque<PendingAppend> = []
    /// Appends of a leader's batches that have not completed; they come before all `appends`.
    var followerAppends = 0
    /// Produced batches that are written and wait for the in-sync replicas, by their place in the
    /// log.
    var uncommitted: Deque<PendingAppend> = []
    /// Fetches that wait for records.
    var parked: [ParkedFetch] = []
    /// Retention and compaction keep everything from here on; nil where nobody holds them back.
    var retentionFloor: Offset?
    /// From where on the log has rotted: it is cut off when another leads and this replica is not
    /// in sync.
    var damage: Offset?
    /// The log is not compacted before this, after a pass that failed.
    var cleaningHeldUntil = Instant(Int64.min)
    /// When batches passed the stages; nil while it does not lead, and where that is not kept.
    var passages: BatchPassages?
    /// What it coordinates; nil while it does not lead, and of a topic that holds no groups.
    var coordination: GroupCoordination?
    /// When the in-sync set was last looked at.
    var lastReplicaCheck: Instant
    /// No other in-sync set is asked for before this.
    var proposalsHeldUntil = Instant(Int64.min)

    struct Following {
        let leader: BrokerID
        let epoch: LeaderEpoch
        /// Where the fetch begins that is under way; nil while there is none.
        var fetchOffset: Offset?
        /// The number of the fetch that is or was under way.
        var fetchNumber: Int64 = 0
        /// When the answer to it is given up.
        var fetchDeadline = Instant.distantFuture
        /// Whether what came last was harmed.
        var isHarmed = false
        /// What is to be cut off the log before the next fetch.
        var cut: Cut?
        /// Whether something was cut off for this leader.
        var hasCut = false
    }

    /// How a follower's log is brought back to what its leader has.
    enum Cut {
        /// To here: what follows has rotted.
        case to(Offset)
        /// To where the leader says that an epoch ends.
        case diverging(EpochEnd)
        /// To nothing: the leader's log has nothing that continues this one, and begins here.
        case fully(Offset)
    }

    /// A batch of a produce request on its way into the log.
    struct PendingAppend {
        let request: ProduceRequest
        let entry: Int
        let nextOffset: Offset
        let deadline: Instant
    }

    struct ParkedFetch {
        let request: FetchRequest
        let deadline: Instant
    }

    init(
        partition: TopicPartition, configuration: TopicConfiguration, log: PartitionLog,
        now: Instant
    ) {
        self.partition = partition
        self.configuration = configuration
        self.log = log
        retentionFloor = configuration.sparesUnread ? .zero : nil
        lastReplicaCheck = now
    }

    /// Whether the controller decided this after what is known here.
    func isNewer(_ state: PartitionState) -> Bool {
        guard let knownEpochs else { return true }
        return (state.leaderEpoch, state.partitionEpoch)
            > (knownEpochs.leader, knownEpochs.partition)
    }

    func noteEpochs(of state: PartitionState) {
        if isNewer(state) { knownEpochs = (state.leaderEpoch, state.partitionEpoch) }
    }
}

extension Deque<Replica.PendingAppend> {
    /// Puts an append behind all that lie before it in the log. O(1) but for repetitions.
    mutating func insert(_ append: Replica.PendingAppend) {
        var place = count
        while place > 0, self[place - 1].nextOffset > append.nextOffset { place -= 1 }
        if place == count { self.append(append) } else { insert(append, at: place) }
    }
}
