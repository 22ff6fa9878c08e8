package import Records

/// A leader's view of its partition's replication: who has what, who is in sync, and what is
/// committed. Pure: time and offsets are handed in.
///
/// Invariants: the leader is in the in-sync set; the high watermark never falls within an epoch
/// and never rises while the set is smaller than `min.insync.replicas`; when it rises, it is at
/// most the log end of every member of the maximal set, that is of the confirmed set and a
/// proposed one together.
package struct LeaderReplication: Sendable {
    package let leader: BrokerID
    package let epoch: LeaderEpoch
    /// The leader's log end when its epoch began. A follower joins the in-sync set only from
    /// here on.
    package let epochStart: Offset
    package let minInsyncReplicas: Int
    /// Every record below this offset is on all in-sync replicas.
    package private(set) var highWatermark: Offset
    /// The confirmed in-sync replicas.
    package private(set) var inSyncReplicas: [BrokerID]
    /// The set that the controller has been asked for and has not answered about.
    package private(set) var proposedReplicas: [BrokerID]?
    package private(set) var partitionEpoch: Int32
    package private(set) var followers: [FollowerProgress]

    package init(
        leader: BrokerID, epoch: LeaderEpoch, epochStart: Offset, highWatermark: Offset,
        replicas: [BrokerID], inSyncReplicas: [BrokerID], partitionEpoch: Int32,
        minInsyncReplicas: Int, now: Instant
    ) {
        precondition(inSyncReplicas.contains(leader), "the leader is in sync with itself")
        self.leader = leader
        self.epoch = epoch
        self.epochStart = epochStart
        self.highWatermark = highWatermark
        self.inSyncReplicas = inSyncReplicas
        self.partitionEpoch = partitionEpoch
        self.minInsyncReplicas = minInsyncReplicas
        followers = replicas.filter { $0 != leader }
            .map { FollowerProgress(broker: $0, now: now) }
    }

    /// Whether `acks=all` may be taken: enough confirmed replicas are in sync.
    package var hasEnoughReplicas: Bool { inSyncReplicas.count >= minInsyncReplicas }

    /// Takes a follower's fetch. Answers false for a broker that has no replica.
    package mutating func followerFetched(
        _ broker: BrokerID, from offset: Offset, leaderEnd: Offset, now: Instant
    ) -> Bool {
        guard let index = followers.firstIndex(where: { $0.broker == broker }) else {
            return false
        }
        followers[index].fetched(from: offset, leaderEnd: leaderEnd, now: now)
        return true
    }

    /// Raises the high watermark to what every in-sync replica has. Answers whether it moved.
    package mutating func advanceHighWatermark(leaderEnd: Offset) -> Bool {
        guard hasEnoughReplicas else { return false }
        var committed = leaderEnd
        for follower in followers where isInMaximalSet(follower.broker) {
            guard let end = follower.logEnd else { return false }
            committed = min(committed, end)
        }
        guard committed > highWatermark else { return false }
        highWatermark = committed
        return true
    }

    private func isInMaximalSet(_ broker: BrokerID) -> Bool {
        inSyncReplicas.contains(broker) || proposedReplicas?.contains(broker) == true
    }

    /// The in-sync set that should be, or nil where the present one stands or a change is under
    /// way: members that lag longer than `lagMax` leave; followers that do not and have reached
    /// both the high watermark and the epoch's start join.
    package func desiredReplicas(now: Instant, lagMax: Nanoseconds) -> [BrokerID]? {
        guard proposedReplicas == nil else { return nil }
        var desired = [leader]
        for follower in followers {
            let stays = inSyncReplicas.contains(follower.broker)
            let isBehind = now - follower.lastCaughtUp > lagMax
            let end = follower.logEnd
            let reached = end.map { $0 >= highWatermark && $0 >= epochStart } ?? false
            if stays ? !isBehind : (reached && !isBehind) { desired.append(follower.broker) }
        }
        let isSame =
            desired.count == inSyncReplicas.count
            && desired.allSatisfy { inSyncReplicas.contains($0) }
        return isSame ? nil : desired
    }

    /// Notes that the controller has been asked for `replicas`.
    package mutating func propose(_ replicas: [BrokerID]) { proposedReplicas = replicas }

    /// Takes the controller's answer: the set and partition epoch that now hold.
    ///
    /// One that tells nothing newer than what is known is ignored: it may be an old answer come
    /// twice, while the controller still takes up the present proposal.
    package mutating func confirm(inSyncReplicas replicas: [BrokerID], partitionEpoch: Int32) {
        guard partitionEpoch > self.partitionEpoch else { return }
        inSyncReplicas = replicas
        self.partitionEpoch = partitionEpoch
        proposedReplicas = nil
    }
}
