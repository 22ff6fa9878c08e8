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
    /// Whether the next tick asks the leader again, after an answer that could not be used.
    var fetchIsDue = false
    /// What this replica knows to be committed; on the leader, the leader's own decision.
    var highWatermark = Offset.zero
    /// Appends that have been asked for and not completed, oldest first.
    var appends: Deque<PendingAppend> = []
    /// How many of `appends`, from the first on, are written and wait for a sync.
    private var writtenAppends = 0
    /// Appends that are written and wait for the in-sync replicas, oldest first.
    var uncommitted: Deque<PendingAppend> = []
    /// Fetches that wait for records.
    var parked: [ParkedFetch] = []
    /// Retention keeps everything from here on; nil where nobody holds it back.
    var retentionFloor: Offset?
    /// When the in-sync set was last looked at.
    var lastReplicaCheck: Instant
    /// Whether the log's failure has been told of.
    var failureIsReported = false

    struct Following {
        let leader: BrokerID
        let epoch: LeaderEpoch
        /// Where the fetch begins that is under way; nil while there is none.
        var fetchOffset: Offset?
        /// When the answer to it is given up.
        var fetchDeadline = Instant.distantFuture
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
        lastReplicaCheck = now
    }

    /// Notes that a buffer was written. Answers whether it is a produce request's, with whose
    /// answer it goes back to the producer; the others are the broker's.
    func isSent(_ buffer: BatchBuffer) -> Bool {
        guard writtenAppends < appends.count else { return false }
        let next = appends[writtenAppends]
        guard next.request.entries[next.entry].batch === buffer else { return false }
        writtenAppends += 1
        return true
    }

    /// Takes the first of `appends`. Where it is not written yet, which only a failure leads to,
    /// its buffer stays here until it is.
    func takeAppend() -> PendingAppend? {
        guard let first = appends.popFirst() else { return nil }
        if writtenAppends > 0 {
            writtenAppends -= 1
        } else {
            first.request.entries[first.entry].batch = nil
        }
        return first
    }
}
