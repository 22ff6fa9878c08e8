package import Records

/// What a leader knows of one follower's copy.
package struct FollowerProgress: Hashable, Sendable {
    package let broker: BrokerID
    /// The follower said last that it has every record below this offset; nil until its first
    /// fetch in the leader's epoch. Lower than before where it has lost records.
    package private(set) var logEnd: Offset?
    /// When the follower last had everything that the leader had.
    package private(set) var lastCaughtUp: Instant
    /// The broker epoch in the follower's last fetch; -1 where none was stated.
    package private(set) var brokerEpoch: Int64 = -1
    private var lastFetch: Instant
    private var leaderEndAtLastFetch = Offset.zero

    /// - Parameter now: when the leader's epoch began; the follower is given that as a start.
    package init(broker: BrokerID, now: Instant) {
        self.broker = broker
        lastCaughtUp = now
        lastFetch = now
    }

    /// Takes a fetch from `offset`: the follower has everything below.
    ///
    /// It is caught up as of now if it has all that the leader has, and as of its previous fetch
    /// if it has all that the leader had then.
    ///
    /// A fetch of an earlier incarnation of the broker, come late, tells nothing.
    package mutating func fetched(
        from offset: Offset, leaderEnd: Offset, now: Instant, brokerEpoch: Int64 = -1
    ) {
        guard brokerEpoch >= self.brokerEpoch else { return }
        self.brokerEpoch = brokerEpoch
        if offset >= leaderEnd {
            lastCaughtUp = max(lastCaughtUp, now)
        } else if offset >= leaderEndAtLastFetch {
            lastCaughtUp = max(lastCaughtUp, lastFetch)
        }
        logEnd = offset
        lastFetch = now
        leaderEndAtLastFetch = leaderEnd
    }
}
