package import Messages
package import Records

/// How a consumer comes to be a member of a group, and how it goes.
extension Consumer {
    /// A consumer that subscribes to a topic and shares it with the other members of its group.
    ///
    /// - Parameters:
    ///   - coordinator: where the group's partition of the offsets topic is.
    ///   - partitions: where the topic's partitions are; none where there is no such topic.
    package convenience init(
        id: ClientID, group: GroupSettings, coordinator: PartitionMetadata,
        partitions: [PartitionMetadata], configuration: ConsumerConfiguration, pool: BufferPool,
        application: any ConsumerApplication
    ) {
        let schedule = MetadataSchedule(
            ageMax: group.sessionTimeout, pause: configuration.retryBackoff,
            patience: configuration.retryBackoffMax)
        self.init(
            id: id, configuration: configuration, pool: pool, application: application,
            membership: Membership(
                group, coordinator: coordinator, partitions: partitions.map(KnownPartition.init),
                schedule: schedule))
        for partition in partitions { metadata.add(listener: partition.listener) }
    }

    /// Whether the consumer was closed and has left its group, or has failed to be a member of it.
    package var isClosed: Bool { membership?.phase == .ended }

    /// The generation in which it owns its partitions; `.none` where it owns none.
    package var generation: GroupGeneration { membership?.generation ?? .none }

    /// What it owns in its group, in order.
    package var ownedPartitions: [PartitionIndex] { membership?.owned ?? [] }

    /// Begins to join the group.
    func startMembership(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        membership.requestCount = max(0, now.rawValue)
        membership.joinAt = now
        guard !membership.partitions.isEmpty else {
            return fail(
                .unknownTopic(membership.settings.topic), membership, now: now, effects: &effects)
        }
    }

    /// Gives its partitions up, commits where it stood, and leaves the group, unless it is a
    /// static member, whose place is kept until its session ends. `isClosed` tells when it is out.
    package func close(now: Instant, effects: inout ClientEffects) {
        membership?.isClosing = true
        step(now: now, effects: &effects)
    }

    /// The topic has more partitions: the member that divides them sees to it that they come to
    /// somebody.
    ///
    /// - Parameter partitions: all that there are now.
    package func partitionsAdded(
        _ partitions: [PartitionMetadata], now: Instant, effects: inout ClientEffects
    ) {
        guard let membership, partitions.count > membership.partitions.count else { return }
        for partition in partitions[membership.partitions.count...] {
            membership.partitions.append(KnownPartition(partition))
            metadata.add(listener: partition.listener)
        }
        noticeGrowth(membership)
        readGrown(membership, now: now, effects: &effects)
        finishStep(now: now, effects: &effects)
    }

    /// Whoever divided fewer partitions than there are asks for another rebalance.
    func noticeGrowth(_ membership: Membership) {
        guard let divided = membership.dividedPartitions, divided < membership.partitions.count
        else { return }
        membership.needsRejoin = true
    }

    // MARK: Steps

    /// Does what has become due.
    func stepMembership(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        guard membership.phase != .ended else { return }
        if let call = membership.call, call.deadline <= now {
            callFailed(membership, now: now, effects: &effects)
        }
        watchPoll(membership, now: now, effects: &effects)
        if membership.nextHeartbeat <= now {
            sendHeartbeat(membership, now: now, effects: &effects)
        }
        stepOffsetFetch(membership, now: now, effects: &effects)
        stepCommit(membership, now: now, effects: &effects)
    }

    /// Goes on with the membership where its poll allows: what happens meanwhile waits for that.
    func proceedMembership(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        guard membership.phase != .ended else { return }
        if membership.pollBegan == nil, !isHeld {
            if membership.isPutOut {
                tellLoss(membership, now: now)
                loseAll(membership, now: now)
            }
            if let share = membership.share {
                membership.share = nil
                takeUp(share, membership, now: now, effects: &effects)
            }
            if membership.isClosing {
                closeMembership(membership, now: now, effects: &effects)
            } else if membership.needsRejoin, membership.phase == .stable,
                membership.commit?.purpose != .revocation
            {
                // What is given up is committed first; the member joins then anyway.
                beginRebalance(membership, now: now, effects: &effects)
            } else if membership.phase == .stable {
                seek(membership, now: now, effects: &effects)
            }
        }
        if membership.phase == .waiting, membership.joinAt <= now, !membership.isPutOut {
            sendJoin(membership, now: now, effects: &effects)
        }
    }

    private func closeMembership(
        _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        switch membership.phase {
        case .leaving, .ended: return
        case .stable, .waiting, .revoking, .joining, .syncing: break
        }
        membership.phase = .leaving
        membership.call = nil
        membership.needsRejoin = false
        membership.joinAt = .distantFuture
        let offsets = giveUp(membership.owned, membership, now: now)
        membership.owned = []
        commitAll(offsets, for: .closing, membership, now: now, effects: &effects)
    }

    /// Leaves the group after the last commit.
    func leave(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        guard let number = sendLeave(membership, effects: &effects) else {
            return end(membership, now: now)
        }
        membership.call = Membership.Call(
            number: number, deadline: now + configuration.requestTimeout)
    }

    /// Tells the coordinator that a dynamic member goes. Answers under which number; nil where
    /// there is nothing to tell or nobody to be told.
    @discardableResult
    func sendLeave(_ membership: Membership, effects: inout ClientEffects) -> Int64? {
        guard membership.settings.instance == nil, membership.member != .none,
            let coordinator = membership.coordinator
        else { return nil }
        let number = membership.nextNumber()
        send(
            .leaveGroup(
                LeaveGroupRequest(
                    group: membership.settings.group, client: id, number: number,
                    member: membership.member)),
            to: coordinator, membership, effects: &effects)
        return number
    }

    func handle(_ response: LeaveGroupResponse, _ membership: Membership, now: Instant) {
        guard response.number == membership.call?.number, membership.phase == .leaving else {
            return
        }
        end(membership, now: now)
    }

    /// Takes no further part in the group.
    func end(_ membership: Membership, now: Instant) {
        membership.phase = .ended
        membership.call = nil
        membership.commit = nil
        membership.offsetFetch = nil
        isHeld = false
        if membership.isClosing { application.left(now: now) }
    }

    /// Gives up: the group will not have it, or it does not know where to begin. Its place is free
    /// for others at once, unless it is a static member.
    func fail(
        _ error: ClientError, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        sendLeave(membership, effects: &effects)
        loseAll(membership, now: now)
        end(membership, now: now)
        application.membershipFailed(error, now: now)
    }

    func send(
        _ message: BrokerMessage, to coordinator: BrokerID, _ membership: Membership,
        effects: inout ClientEffects
    ) {
        effects.toBrokers.append((coordinator, membership.listener, message))
    }
}

extension KnownPartition {
    init(_ partition: PartitionMetadata) {
        self.init(
            listener: partition.listener, leader: partition.leader,
            leaderEpoch: partition.leaderEpoch)
    }
}
