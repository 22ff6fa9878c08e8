package import Records

/// The settings under which a history was recorded: what they promise decides which anomalies
/// are forbidden. `HISTORY.md` gives the same names as the file has them.
package struct HistorySettings: Hashable, Sendable {
    /// How consumers come to their partitions.
    package enum ConsumerMode: String, Hashable, Sendable, Codable, CaseIterable {
        /// By themselves: nobody else moves their position.
        case assign
        /// Through their group, which may rebalance.
        case subscribe
    }

    /// What consumers read of transactions.
    package enum Isolation: String, Hashable, Sendable, Codable, CaseIterable {
        case readUncommitted = "read_uncommitted"
        /// Markers and aborted records take offsets that are never read.
        case readCommitted = "read_committed"
    }

    /// When subscribed consumers commit a position, against when they process the records.
    package enum Commit: String, Hashable, Sendable, Codable, CaseIterable {
        /// After processing: records may be processed again, none is left out.
        case after
        /// Before processing: records may be left out.
        case before
    }

    package var acks: Acks
    /// At least 1.
    package var replicationFactor: Int
    /// In 1...replicationFactor.
    package var minInsyncReplicas: Int
    package var isIdempotent: Bool
    /// Kafka's `max.in.flight.requests.per.connection`, at least 1.
    package var inFlightRequestsMax: Int
    package var uncleanLeaderElection: Bool
    package var isolation: Isolation
    /// Kafka's `flush.messages`, at least 1; nil where nothing is flushed before it is
    /// acknowledged.
    package var flushMessages: Int?
    /// Whether compaction may have removed records.
    package var isCompacted: Bool
    /// Whether retention may have deleted records.
    package var hasRetention: Bool
    /// Of polls that say nothing of their own.
    package var consumerMode: ConsumerMode
    package var commit: Commit = .after
    /// Whether, after all faults had healed, everything was read from the start of the log to
    /// its end.
    package var hasFinalRead: Bool
    /// What was recorded, for people; empty for none.
    package var source = ""

    /// The strictest settings: RF 3, acks=all, min ISR 2, idempotent, manual assignment, a final
    /// read.
    package init(
        acks: Acks = .all, replicationFactor: Int = 3, minInsyncReplicas: Int = 2,
        isIdempotent: Bool = true, inFlightRequestsMax: Int = 5,
        uncleanLeaderElection: Bool = false, isolation: Isolation = .readUncommitted,
        flushMessages: Int? = nil, isCompacted: Bool = false, hasRetention: Bool = false,
        consumerMode: ConsumerMode = .assign, hasFinalRead: Bool = true
    ) {
        self.acks = acks
        self.replicationFactor = replicationFactor
        self.minInsyncReplicas = minInsyncReplicas
        self.isIdempotent = isIdempotent
        self.inFlightRequestsMax = inFlightRequestsMax
        self.uncleanLeaderElection = uncleanLeaderElection
        self.isolation = isolation
        self.flushMessages = flushMessages
        self.isCompacted = isCompacted
        self.hasRetention = hasRetention
        self.consumerMode = consumerMode
        self.hasFinalRead = hasFinalRead
    }

    /// Whether a producer's retry may land behind what it sent later: several requests in flight
    /// and no sequence numbers that the broker holds them to.
    package var retriesMayReorder: Bool { !isIdempotent && inFlightRequestsMax > 1 }
}
