import ConsumerGroups
import Messages
import Records

/// Joining a group's next generation and learning one's share.
extension Consumer {
    /// Stops reading where the group divides everything anew, and asks to join.
    func beginRebalance(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        membership.needsRejoin = false
        tellRebalance(membership, now: now)
        guard !membership.settings.isCooperative, !membership.owned.isEmpty else {
            return sendJoin(membership, now: now, effects: &effects)
        }
        membership.phase = .revoking
        let offsets = giveUp(membership.owned, membership, now: now)
        membership.owned = []
        commitAll(offsets, for: .revocation, membership, now: now, effects: &effects)
    }

    private func tellRebalance(_ membership: Membership, now: Instant) {
        guard !membership.isRebalancing else { return }
        membership.isRebalancing = true
        application.rebalanceBegan(
            owned: membership.owned.count, stopsReading: !membership.settings.isCooperative,
            now: now)
    }

    /// Tells of the rebalance that the member, which was put out, comes back by. It reads nothing
    /// meanwhile, of whatever kind its group is.
    func tellLoss(_ membership: Membership, now: Instant) {
        let isTold = membership.isRebalancing && !membership.settings.isCooperative
        guard !membership.owned.isEmpty, !isTold else { return }
        membership.isRebalancing = true
        application.rebalanceBegan(
            owned: membership.owned.count, stopsReading: true, now: now)
    }

    /// Asks to be in the next generation.
    func sendJoin(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        tellRebalance(membership, now: now)
        membership.nextHeartbeat = .distantFuture
        membership.call = nil
        guard let coordinator = membership.coordinator else {
            return joinLater(membership, now: now, findsCoordinator: true)
        }
        let settings = membership.settings
        membership.phase = .joining
        let number = membership.nextNumber()
        membership.call = Membership.Call(
            number: number,
            deadline: now + max(configuration.requestTimeout, settings.pollIntervalMax)
                + Self.joinGrace)
        send(
            .joinGroup(
                JoinGroupRequest(
                    group: settings.group, client: id, number: number, member: membership.member,
                    instance: settings.instance, sessionTimeout: settings.sessionTimeout,
                    rebalanceTimeout: settings.pollIntervalMax, protocols: settings.assignors,
                    subscription: subscription(of: membership))),
            to: coordinator, membership, effects: &effects)
    }

    /// How long an answer to a join may take beyond the rebalance that it waits for, as in Kafka.
    private static let joinGrace = Nanoseconds.seconds(5)

    private func subscription(of membership: Membership) -> GroupSubscription {
        let settings = membership.settings
        guard settings.assignors.contains(where: \.looksAtOwned) else {
            return GroupSubscription(topics: [settings.topic])
        }
        // A cooperative assignor lets what moves go to nobody until whoever claims it has given it
        // up, which a member that gives everything up beforehand never says.
        let claimed =
            settings.assignors.contains(where: \.isCooperative)
            ? membership.owned : membership.claimed
        return GroupSubscription(
            topics: [settings.topic],
            owned: claimed.map {
                TopicPartition(topic: settings.topic, partition: $0)
            }, generation: membership.claimedGeneration)
    }

    /// Asks again after the back-off.
    func joinLater(_ membership: Membership, now: Instant, findsCoordinator: Bool) {
        membership.phase = .waiting
        membership.call = nil
        membership.joinAt = now + configuration.retryBackoff
        guard findsCoordinator else { return }
        dropMemberIfUnkept(membership)
        loseCoordinator(membership, now: now)
    }

    /// A static member's id that only the former coordinator may know would have its successor
    /// take the member for one that another has replaced.
    func dropMemberIfUnkept(_ membership: Membership) {
        guard membership.settings.instance != nil, !membership.isMemberKept else { return }
        membership.member = .none
    }

    /// What was asked when joining, syncing or leaving is not answered.
    func callFailed(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        switch membership.phase {
        case .joining, .syncing: joinLater(membership, now: now, findsCoordinator: true)
        case .leaving: end(membership, now: now)
        case .waiting, .revoking, .stable, .ended: membership.call = nil
        }
    }

    // MARK: Answers

    func handle(
        _ response: JoinGroupResponse, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        guard membership.phase == .joining, response.number == membership.call?.number else {
            return
        }
        membership.call = nil
        guard response.error == .none else {
            if response.error == .memberIDRequired {
                membership.member = response.member
                return sendJoin(membership, now: now, effects: &effects)
            }
            return joinRefused(response.error, membership, now: now, effects: &effects)
        }
        if membership.member != response.member { membership.isMemberKept = false }
        membership.member = response.member
        membership.generation = response.generation
        membership.heartbeatsAfter = membership.requestCount
        membership.nextHeartbeat = now + membership.settings.heartbeatInterval
        membership.heardAt = now
        // Whoever leads sees to it that partitions that are added come to somebody; a static member
        // that has restarted as the leader too, though there is nothing to divide (KIP-814).
        let isLeader = response.leader == response.member
        let keepsShares = response.members.isEmpty
        let topic = membership.settings.topic
        membership.dividedPartitions =
            !isLeader
            ? nil
            : keepsShares
                ? response.assigned.count { $0.topic == topic } : membership.partitions.count
        noticeGrowth(membership)
        var shares: [MemberAssignment] = []
        if isLeader, let assignor = response.assignor, !keepsShares {
            let topic = GroupTopic(topic: topic, partitions: membership.partitions.count)
            shares = GroupAssignor.assign(assignor, topics: [topic], members: response.members)
        }
        sendSync(shares, membership, now: now, effects: &effects)
    }

    private func sendSync(
        _ shares: [MemberAssignment], _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        guard let coordinator = membership.coordinator else {
            return joinLater(membership, now: now, findsCoordinator: true)
        }
        membership.phase = .syncing
        let number = membership.nextNumber()
        membership.call = Membership.Call(
            number: number,
            deadline: now + max(configuration.requestTimeout, membership.settings.pollIntervalMax))
        send(
            .syncGroup(
                SyncGroupRequest(
                    group: membership.settings.group, client: id, number: number,
                    member: membership.member, instance: membership.settings.instance,
                    generation: membership.generation, assignments: shares)),
            to: coordinator, membership, effects: &effects)
    }

    func handle(
        _ response: SyncGroupResponse, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        guard membership.phase == .syncing, response.number == membership.call?.number else {
            return
        }
        membership.call = nil
        guard response.error == .none else {
            return joinRefused(response.error, membership, now: now, effects: &effects)
        }
        membership.phase = .stable
        membership.isMemberKept = true
        membership.heardAt = now
        membership.share = response.partitions
            .filter { $0.topic == membership.settings.topic }.map(\.partition).sorted()
        if membership.nextCommit == .distantFuture, membership.settings.commit.mode == .auto {
            membership.nextCommit = now + membership.settings.commit.interval
        }
    }

    /// Why a join or sync came to nothing.
    private func joinRefused(
        _ error: ErrorCode, _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        switch error {
        case .unknownMemberID, .illegalGeneration:
            putOut(error, membership, now: now)
            joinLater(membership, now: now, findsCoordinator: false)
        case .rebalanceInProgress:
            joinLater(membership, now: now, findsCoordinator: false)
            membership.joinAt = now
        case .fencedInstanceID, .inconsistentGroupProtocol, .invalidSessionTimeout,
            .messageTooLarge:
            fail(.groupRefused(error), membership, now: now, effects: &effects)
        default:
            joinLater(membership, now: now, findsCoordinator: error.asksForCoordinator)
        }
    }

    // MARK: The share

    /// Owns what the group's leader gave it: gives up what is not in it, and begins to read what
    /// is new.
    func takeUp(
        _ share: [PartitionIndex], _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        let owned = Set(membership.owned)
        let kept = Set(share)
        let revoked = membership.owned.filter { !kept.contains($0) }
        let added = share.filter { !owned.contains($0) && $0.index < membership.partitions.count }
        membership.owned = share
        membership.claimed = share
        membership.claimedGeneration = membership.generation
        application.shareTaken(share, generation: membership.generation, now: now)
        for partition in added { addWithoutPosition(partition, membership) }
        if !added.isEmpty { sendOffsetFetch(membership, now: now, effects: &effects) }
        if revoked.isEmpty {
            finishRebalance(membership, now: now)
            continueCommits(membership, now: now, effects: &effects)
        } else {
            // The others can have them only in another rebalance (KIP-429).
            let offsets = giveUp(revoked, membership, now: now)
            commitAll(offsets, for: .revocation, membership, now: now, effects: &effects)
        }
    }

    /// Tells the application once everything that it owns has a position.
    func finishRebalance(_ membership: Membership, now: Instant) {
        guard membership.isRebalancing, membership.phase == .stable, membership.lookupCount == 0,
            !membership.needsRejoin, membership.commit?.purpose != .revocation
        else { return }
        membership.isRebalancing = false
        application.rebalanceEnded(now: now)
    }
}
