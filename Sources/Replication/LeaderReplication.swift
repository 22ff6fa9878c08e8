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
    /// Counts the proposals.
    package private(set) var proposalNumber: Int64 = 0
    /// The broker epochs of the proposed replicas when they were proposed.
    private var proposedEpochs: [Int64?] = []
    /// When it was asked last; nil where it is never to be asked again.
    private var proposedAt: Instant?
    package private(set) var partitionEpoch: Int32
    package private(set) var followers: [FollowerProgress]
    private let plantedBugs: PlantedBugs

    package init(
        leader: BrokerID, epoch: LeaderEpoch, epochStart: Offset, highWatermark: Offset,
        replicas: [BrokerID], inSyncReplicas: [BrokerID], partitionEpoch: Int32,
        minInsyncReplicas: Int, now: Instant, plantedBugs: PlantedBugs = PlantedBugs()
    ) {
        precondition(inSyncReplicas.contains(leader), "the leader is in sync with itself")
        self.leader = leader
        self.epoch = epoch
        self.epochStart = epochStart
        self.highWatermark = highWatermark
        self.inSyncReplicas = inSyncReplicas
        self.partitionEpoch = partitionEpoch
        self.minInsyncReplicas = minInsyncReplicas
        self.plantedBugs = plantedBugs
        followers = replicas.filter { $0 != leader }
            .map { FollowerProgress(broker: $0, now: now) }
    }

    /// Whether `acks=all` may be taken: enough confirmed replicas are in sync.
    package var hasEnoughReplicas: Bool { inSyncReplicas.count >= minInsyncReplicas }

    /// Takes a follower's fetch. Answers false for a broker that has no replica.
    ///
    /// Only fetches in this leader's epoch, from followers that do not depart from its log, count
    /// (KIP-320).
    /// - Parameter brokerEpoch: the incarnation of the broker that fetches; -1 where none is
    ///   stated.
    package mutating func followerFetched(
        _ broker: BrokerID, from offset: Offset, leaderEnd: Offset, now: Instant,
        brokerEpoch: Int64 = -1
    ) -> Bool {
        guard let index = followers.firstIndex(where: { $0.broker == broker }) else {
            return false
        }
        followers[index].fetched(
            from: offset, leaderEnd: leaderEnd, now: now, brokerEpoch: brokerEpoch)
        return true
    }

    /// Raises the high watermark to what every in-sync replica has. Answers whether it moved.
    package mutating func advanceHighWatermark(leaderEnd: Offset) -> Bool {
        guard hasEnoughReplicas || plantedBugs.has(.checksMinInsyncOnce) else { return false }
        var committed = leaderEnd
        for follower in followers where isInMaximalSet(follower.broker) {
            guard let end = follower.logEnd else { return false }
            committed = min(committed, end)
        }
        guard committed > highWatermark else { return false }
        highWatermark = committed
        return true
    }

    /// The confirmed set and a proposed one together: what the high watermark goes by.
    package var maximalReplicas: [BrokerID] {
        inSyncReplicas + (proposedReplicas ?? []).filter { !inSyncReplicas.contains($0) }
    }

    private func isInMaximalSet(_ broker: BrokerID) -> Bool {
        if let proposedReplicas, plantedBugs.has(.commitsWithProposedSet) {
            return proposedReplicas.contains(broker)
        }
        return inSyncReplicas.contains(broker) || proposedReplicas?.contains(broker) == true
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
            let ignoresStart = plantedBugs.has(.expandsBelowEpochStart)
            let reached =
                end.map { $0 >= highWatermark && ($0 >= epochStart || ignoresStart) } ?? false
            if stays ? !isBehind : (reached && !isBehind) { desired.append(follower.broker) }
        }
        let isSame =
            desired.count == inSyncReplicas.count
            && desired.allSatisfy { inSyncReplicas.contains($0) }
        return isSame ? nil : desired
    }

    /// Notes that the controller has been asked for `replicas`.
    /// - Parameter now: when; nil where it is never to be asked again.
    package mutating func propose(_ replicas: [BrokerID], now: Instant? = nil) {
        proposedReplicas = replicas
        proposalNumber += 1
        proposedEpochs = replicas.map { broker in
            followers.first { $0.broker == broker }?.brokerEpoch
        }
        proposedAt = now
    }

    /// The outstanding proposal for a request to the controller: the replicas in the incarnations
    /// that they were proposed for, however often it is sent. One that has restarted since must
    /// not join on what it had before.
    /// - Parameter ownEpoch: the leader's own broker epoch.
    package func proposedMembers(ownEpoch: Int64) -> [InSyncMember]? {
        proposedReplicas.map { replicas in
            zip(replicas, proposedEpochs).map {
                InSyncMember(broker: $0, brokerEpoch: $1 ?? ownEpoch)
            }
        }
    }

    /// The outstanding proposal where it was sent at least `timeout` ago, so that the request or
    /// its answer may be lost: it is to be sent again as it was, and counts as sent now. The
    /// controller takes it up once at most, since its partition epoch is stale afterwards.
    package mutating func resend(now: Instant, timeout: Nanoseconds) -> [BrokerID]? {
        guard let proposedReplicas, let proposedAt, now - proposedAt >= timeout else {
            return nil
        }
        self.proposedAt = now
        return proposedReplicas
    }

    /// Takes the controller's word that a member of the proposal was ineligible: it is given up,
    /// so that the next may be another. The controller refuses every other copy of it too. A word
    /// about an earlier proposal is ignored.
    package mutating func refused(_ number: Int64) {
        guard number == proposalNumber else { return }
        proposedReplicas = nil
        proposedAt = nil
    }

    /// Takes the controller's answer: the set and partition epoch that now hold.
    ///
    /// One that tells nothing newer than what is known is ignored: it may be an old answer come
    /// twice, while the controller still takes up the present proposal.
    package mutating func confirm(inSyncReplicas replicas: [BrokerID], partitionEpoch: Int32) {
        guard partitionEpoch > self.partitionEpoch else { return }
        inSyncReplicas = replicas
        self.partitionEpoch = partitionEpoch
        proposedReplicas = nil
        proposedAt = nil
    }
}
