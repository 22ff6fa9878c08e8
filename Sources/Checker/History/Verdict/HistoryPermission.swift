/// The setting, or the bound of the history, by which an anomaly is permitted.
package enum HistoryPermission: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nobody confirmed the send.
    case acksNone = "acks-0"
    /// Only the leader had the record, and a fault came.
    case acksLeader = "acks-1"
    case uncleanElection = "unclean-election"
    /// As many replicas lost their data as an acknowledgement had waited for.
    case lostReplicas = "lost-replicas"
    case compaction
    case retention
    /// What would show it lies behind the point where the history was cut.
    case truncated
    case noIdempotence = "no-idempotence"
    /// Several requests in flight without idempotence.
    case inFlight = "in-flight"
    /// The topic got more partitions, so that the key moved to another one.
    case addedPartitions = "added-partitions"
    case rebalance
    /// Positions are committed before the records are processed.
    case commitBefore = "commit-before"
    /// Markers of transactions take offsets.
    case readCommitted = "read-committed"
}
