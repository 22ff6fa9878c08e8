import Messages
import Records

/// How positions come to the coordinator.
extension Consumer {
    /// Where an assigned partition is to be committed: what follows the last record processed, or
    /// the batch at hand where commits come before.
    func committable(_ index: Int, _ membership: Membership) -> GroupOffset? {
        let assignment = assignments[index]
        guard assignment.isActive, assignment.lookup == nil else { return nil }
        var offset = max(
            assignment.position, assignment.fetched?.cursor?.nextOffset ?? assignment.position)
        var epoch = assignment.lastFetchedEpoch
        if let fetched = assignment.fetched, fetched.cursor != nil {
            if membership.settings.commit.moment == .before { offset = fetched.batchEnd }
            if offset > assignment.position { epoch = fetched.batchEpoch }
        }
        return GroupOffset(partition: assignment.partition, offset: offset, leaderEpoch: epoch)
    }

    /// The same, where it is not what is committed already.
    func uncommitted(_ index: Int, _ membership: Membership) -> GroupOffset? {
        guard let offset = committable(index, membership),
            offset.offset != assignments[index].committed
        else { return nil }
        return offset
    }

    /// The position of a partition has moved, or is about to.
    func noteMoved(_ index: Int, _ membership: Membership) {
        guard !assignments[index].hasMoved else { return }
        assignments[index].hasMoved = true
        membership.moved.append(index)
    }

    private func takeMoved(_ membership: Membership) -> [GroupOffset] {
        let moved = membership.moved
        membership.moved.removeAll(keepingCapacity: true)
        var offsets: [GroupOffset] = []
        for index in moved where assignments[index].hasMoved {
            assignments[index].hasMoved = false
            if let offset = uncommitted(index, membership) { offsets.append(offset) }
        }
        return offsets
    }

    /// Commits the batch at hand, before any of it is processed. Where another commit is under way
    /// and this one is to be waited for, it waits for that one too.
    func commitBatch(
        _ index: Int, _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        guard membership.isMember else {
            // Nobody takes its commits any more: what they would have covered is not processed.
            putBack(index)
            membership.pollBegan = nil
            return proceedMembership(membership, now: now, effects: &effects)
        }
        if membership.commit != nil, membership.settings.commit.mode == .sync {
            membership.isBatchWaiting = true
            isHeld = true
        } else {
            commitMoved(membership, now: now, effects: &effects)
        }
    }

    /// Commits what has moved, as the policy says. Where that is to be waited for, nothing is
    /// processed meanwhile.
    ///
    /// - Parameter isPolled: whether a poll or a batch asks for it, which can wait.
    func commitMoved(
        _ membership: Membership, isPolled: Bool = true, now: Instant,
        effects: inout ClientEffects
    ) {
        guard membership.commit == nil, membership.isMember, membership.phase != .ended else {
            return
        }
        let isHolding = isPolled && membership.settings.commit.mode == .sync
        let offsets = takeMoved(membership)
        guard !offsets.isEmpty else { return }
        membership.commit = Membership.Commit(
            purpose: isHolding ? .poll : .background, offsets: offsets,
            giveUpAt: now + membership.settings.pollIntervalMax)
        isHeld = isHolding
        sendCommit(membership, now: now, effects: &effects)
    }

    /// Commits these for the last time before they are given up; goes on at once where there are
    /// none. Other commits that are under way are forgotten.
    func commitAll(
        _ offsets: [GroupOffset], for purpose: Membership.CommitPurpose,
        _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        isHeld = false
        let offsets = offsets + forgetCommit(membership)
        membership.commit = Membership.Commit(
            purpose: purpose, offsets: offsets,
            giveUpAt: now + membership.settings.pollIntervalMax)
        guard !offsets.isEmpty, membership.isMember else {
            return finishCommit(membership, now: now, effects: &effects)
        }
        sendCommit(membership, now: now, effects: &effects)
    }

    /// Another commit takes the place of the one under way. Answers what only that one would have
    /// committed: positions of partitions that are given up already.
    private func forgetCommit(_ membership: Membership) -> [GroupOffset] {
        guard let commit = membership.commit else { return [] }
        if commit.purpose == .asked {
            let later = membership.asked
            membership.asked = commit.offsets
            membership.ask(later)
        }
        for offset in commit.offsets where commit.purpose != .asked {
            if let index = index(of: offset.partition.partition) { noteMoved(index, membership) }
        }
        guard commit.purpose == .revocation else { return [] }
        return commit.offsets.filter { index(of: $0.partition.partition) == nil }
    }

    func sendCommit(
        _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        guard let offsets = membership.commit?.offsets else { return }
        // Without its member's name it would be taken for that of a consumer outside the group.
        guard membership.isMember else {
            return giveUpCommit(.unknownMemberID, membership, now: now, effects: &effects)
        }
        guard let coordinator = membership.coordinator else {
            loseCoordinator(membership, now: now)
            return retryCommit(membership, at: now + configuration.retryBackoff)
        }
        let number = membership.nextNumber()
        membership.commit?.call = Membership.Call(
            number: number, deadline: now + configuration.requestTimeout)
        send(
            .offsetCommit(
                OffsetCommitRequest(
                    group: membership.settings.group, client: id, number: number,
                    member: membership.member, instance: membership.settings.instance,
                    generation: membership.generation, offsets: offsets)),
            to: coordinator, membership, effects: &effects)
    }

    func retryCommit(_ membership: Membership, at time: Instant) {
        membership.commit?.call = nil
        membership.commit?.retryAt = time
    }

    /// Sends what is to be sent again, and what is committed by the clock.
    func stepCommit(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        if let commit = membership.commit {
            if let call = commit.call {
                if call.deadline <= now {
                    loseCoordinator(membership, now: now)
                    retryCommit(membership, at: now)
                }
            }
            if commit.giveUpAt <= now {
                return giveUpCommit(.requestTimedOut, membership, now: now, effects: &effects)
            }
            if let commit = membership.commit, commit.call == nil, commit.retryAt <= now {
                sendCommit(membership, now: now, effects: &effects)
            }
        }
        let isAuto = membership.settings.commit.mode == .auto
        guard membership.nextCommit <= now, membership.phase == .stable,
            isAuto || membership.commit == nil
        else { return }
        membership.nextCommit =
            isAuto ? now + membership.settings.commit.interval : .distantFuture
        commitMoved(membership, isPolled: false, now: now, effects: &effects)
    }

    /// After a rebalance: commits that could not be made meanwhile.
    func continueCommits(
        _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        guard membership.settings.commit.mode != .auto else { return }
        commitMoved(membership, isPolled: false, now: now, effects: &effects)
    }
}
