import Messages
import Records

/// Keeping a member's place, and finding the coordinator that keeps it.
extension Consumer {
    /// Tells the coordinator that the member lives.
    func sendHeartbeat(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        let settings = membership.settings
        membership.nextHeartbeat = now + settings.heartbeatInterval
        if now - membership.heardAt >= settings.sessionTimeout {
            loseCoordinator(membership, now: now)
        }
        guard let coordinator = membership.coordinator else { return }
        send(
            .groupHeartbeat(
                GroupHeartbeatRequest(
                    group: settings.group, client: id, number: membership.nextNumber(),
                    member: membership.member, instance: settings.instance,
                    generation: membership.generation)),
            to: coordinator, membership, effects: &effects)
    }

    func handle(
        _ response: GroupHeartbeatResponse, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        guard response.number > membership.heartbeatsAfter, membership.isMember else { return }
        guard membership.phase == .syncing || membership.phase == .stable else { return }
        switch response.error {
        case .none: membership.heardAt = now
        case .rebalanceInProgress:
            membership.heardAt = now
            if membership.phase == .stable { membership.needsRejoin = true }
        case .unknownMemberID, .illegalGeneration:
            putOut(response.error, membership, now: now)
            joinAtOnce(membership, now: now)
        case .fencedInstanceID:
            fail(.groupRefused(response.error), membership, now: now, effects: &effects)
        default:
            if response.error.asksForCoordinator { loseCoordinator(membership, now: now) }
        }
    }

    /// Joins as soon as its poll is over.
    func joinAtOnce(_ membership: Membership, now: Instant) {
        membership.phase = .waiting
        membership.call = nil
        membership.joinAt = now
        membership.needsRejoin = false
    }

    /// Gives its place up where a poll takes too long; it is worked on to its end all the same.
    func watchPoll(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        guard let began = membership.pollBegan, membership.phase == .stable,
            now >= began + membership.settings.pollIntervalMax, !membership.isPutOut
        else { return }
        sendLeave(membership, effects: &effects)
        application.pollTookTooLong(now: now)
        putOut(.unknownMemberID, membership, now: now)
        joinAtOnce(membership, now: now)
    }

    // MARK: The coordinator

    /// Asks who coordinates the group.
    func loseCoordinator(_ membership: Membership, now: Instant) {
        membership.schedule.refresh(listener: membership.listener, now: now)
    }

    /// Takes a controller's answer about the offsets topic, or about partitions of the topic.
    func adoptMetadata(
        _ answer: TopicMetadata, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        if answer.topic == membership.settings.offsetsPartition.topic {
            return adoptCoordinator(answer, membership, now: now, effects: &effects)
        }
        guard answer.topic == membership.settings.topic else { return }
        for found in answer.partitions {
            let number = found.partition.index
            if number == membership.partitions.count {
                membership.partitions.append(
                    KnownPartition(
                        listener: answer.listener, leader: found.leader,
                        leaderEpoch: found.leaderEpoch))
            } else if number < membership.partitions.count,
                found.leaderEpoch >= membership.partitions[number].leaderEpoch
            {
                membership.partitions[number].leader = found.leader
                membership.partitions[number].leaderEpoch = found.leaderEpoch
            }
        }
        noticeGrowth(membership)
        readGrown(membership, now: now, effects: &effects)
    }

    private func adoptCoordinator(
        _ answer: TopicMetadata, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        let number = membership.settings.offsetsPartition.partition
        guard let found = answer.partitions.first(where: { $0.partition == number }) else {
            return
        }
        membership.schedule.answered(listener: membership.listener, now: now)
        guard found.leaderEpoch >= membership.coordinatorEpoch else { return }
        let isNew =
            found.leaderEpoch > membership.coordinatorEpoch
            || found.leader != membership.coordinator
        membership.coordinator = found.leader
        membership.coordinatorEpoch = found.leaderEpoch
        guard found.leader != nil else {
            return membership.schedule.refresh(listener: membership.listener, now: now)
        }
        if isNew { askAgain(membership, now: now, effects: &effects) }
    }

    /// What was asked of the former coordinator is asked of its successor.
    private func askAgain(
        _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        switch membership.phase {
        case .joining, .syncing:
            dropMemberIfUnkept(membership)
            joinAtOnce(membership, now: now)
        case .waiting: membership.joinAt = min(membership.joinAt, now)
        case .stable, .revoking: membership.nextHeartbeat = min(membership.nextHeartbeat, now)
        case .leaving: if membership.call != nil { end(membership, now: now) }
        case .ended: return
        }
        if membership.offsetFetch != nil || membership.offsetFetchAt != .distantFuture {
            sendOffsetFetch(membership, now: now, effects: &effects)
        }
        if membership.commit != nil { retryCommit(membership, at: now) }
        stepCommit(membership, now: now, effects: &effects)
    }

    /// The connection to the coordinator broke.
    func coordinatorDisconnected(
        _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        loseCoordinator(membership, now: now)
        if membership.call != nil { callFailed(membership, now: now, effects: &effects) }
        if membership.offsetFetch != nil { fetchOffsetsLater(membership, now: now) }
        if membership.commit?.call != nil {
            retryCommit(membership, at: now + configuration.retryBackoff)
        }
    }
}
