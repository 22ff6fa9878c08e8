package import Records

/// How a consumer takes part in a group that shares a topic, with Kafka's names in the comments.
package struct GroupSettings: Hashable, Sendable {
    /// `group.id`.
    package var group: GroupID
    /// What it subscribes to.
    package var topic: TopicID
    /// The topic that holds the groups' offsets; the group's coordinator leads one of its
    /// partitions.
    package var offsetsPartition: TopicPartition
    /// `group.instance.id`; nil of a dynamic member.
    package var instance: GroupInstanceID?
    /// `partition.assignment.strategy`, the most preferred first; not empty.
    package var assignors = [AssignorName.range]
    /// `session.timeout.ms`: without a heartbeat for this long it is taken for dead.
    package var sessionTimeout = Nanoseconds.seconds(45)
    /// `heartbeat.interval.ms`: below `sessionTimeout`.
    package var heartbeatInterval = Nanoseconds.seconds(3)
    /// `max.poll.interval.ms`: how long a poll may be worked on before the member gives its place
    /// up, and how long a rebalance waits for it.
    package var pollIntervalMax = Nanoseconds.seconds(300)
    /// `max.poll.records`: a poll takes no further batch after this many records.
    package var pollRecordsMax = 500
    /// `auto.offset.reset`: where to begin when nothing is committed, and
    /// where to go on when the position was deleted.
    package var reset = ResetPolicy.earliest
    package var commit = CommitPolicy()

    package init(group: GroupID, topic: TopicID, offsetsPartition: TopicPartition) {
        self.group = group
        self.topic = topic
        self.offsetsPartition = offsetsPartition
    }

    /// Whether it goes on reading while the group rebalances (KIP-429): where every assignor that
    /// it offers allows that.
    package var isCooperative: Bool { assignors.allSatisfy(\.isCooperative) }
}

/// Where a member begins a partition of which its group has committed nothing, or whose log no
/// longer reaches back to what it has.
package enum ResetPolicy: Hashable, Sendable {
    /// Where the log begins.
    case earliest
    /// After the last committed record.
    case latest
    /// At the first record at or after so many milliseconds since 1970.
    case timestamp(Int64)
    case offset(Offset)
    /// Nowhere: the member gives up.
    case none

    /// - Parameter wallTime: now, since 1970.
    package init(_ reset: OffsetReset, wallTime: Instant) {
        self =
            switch reset {
            case .earliest: .earliest
            case .latest: .latest
            case .none: .none
            case .offset(let offset): .offset(offset)
            case .ago(let time): .timestamp((wallTime.rawValue - time.rawValue) / 1_000_000)
            }
    }
}

/// When and how positions are committed.
package struct CommitPolicy: Hashable, Sendable {
    package var moment = Moment.after
    package var mode = Mode.sync
    /// `auto.commit.interval.ms`; read only where the mode is auto.
    package var interval = Nanoseconds.seconds(5)

    package enum Moment: Hashable, Sendable {
        /// Records are processed, then committed: at least once.
        case after
        /// Batches are committed, then processed: at most once.
        case before
    }

    package enum Mode: Hashable, Sendable {
        /// With each poll, or each batch where it comes before; nothing is processed meanwhile.
        case sync
        /// As `sync`, without waiting for the answer; one commit is under way at a time.
        case async
        /// Every `interval`, without waiting.
        case auto
    }

    package init() {}
}
