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
}
