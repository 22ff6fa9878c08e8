package import Records
package import Storage

/// What can be seen of a broker's replica from outside.
package struct ReplicaView: Hashable, Sendable {
    package let role: Role
    package let logStart: Offset
    package let logEnd: Offset
    /// One past the last offset handed out: appends between `logEnd` and here are under way.
    package let nextOffset: Offset
    /// What a completed sync covers ends here.
    package let flushedEnd: Offset
    package let highWatermark: Offset
    /// Which leader epoch wrote which part, oldest first.
    package let epochs: [LeaderEpochCache.Entry]
    /// How often the cleaner has replaced segments since the log was opened.
    package let replacements: Int
    /// The log failed: the replica takes part in nothing until the broker starts again.
    package let isOffline: Bool

    package enum Role: Hashable, Sendable {
        /// It takes itself for the leader of the epoch. `maximal` is the in-sync set that its high
        /// watermark goes by: the confirmed one and a proposed one together.
        case leader(LeaderEpoch, inSync: [BrokerID], maximal: [BrokerID])
        case follower(LeaderEpoch, of: BrokerID)
        /// It knows of no leader.
        case idle
    }
}
