import Messages
package import Records

/// How positions come to the coordinator.
extension Consumer {
    /// Where an assigned partition is to be committed: what follows the last record processed, or
    /// the batch at hand where commits come before.
    private func committable(_ index: Int, _ membership: Membership) -> GroupOffset? {
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

    private func sendCommit(
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

    // MARK: Answers

    func handle(
        _ response: OffsetCommitResponse, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        guard let commit = membership.commit, response.number == commit.call?.number else {
            return
        }
        switch response.error {
        case .none:
            for offset in commit.offsets {
                let partition = offset.partition.partition
                if let index = index(of: partition) {
                    assignments[index].committed = offset.offset
                }
                application.committed(partition, offset.offset, now: now)
            }
            finishCommit(membership, isKept: true, now: now, effects: &effects)
        case .invalidCommitOffsetSize:
            application.commitFailed(response.error, now: now)
            fail(.groupRefused(response.error), membership, now: now, effects: &effects)
        case .unknownMemberID, .illegalGeneration, .rebalanceInProgress, .fencedInstanceID:
            refuseCommit(response.error, membership, now: now, effects: &effects)
        default:
            if response.error.asksForCoordinator { loseCoordinator(membership, now: now) }
            retryCommit(membership, at: now + configuration.retryBackoff)
        }
    }

    /// The coordinator does not take it from this member in this generation.
    private func refuseCommit(
        _ error: ErrorCode, _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        let isJoining = membership.phase == .joining || membership.phase == .syncing
        if error == .fencedInstanceID {
            application.commitFailed(error, now: now)
            return fail(.groupRefused(error), membership, now: now, effects: &effects)
        }
        if !isJoining, membership.phase != .leaving {
            if error == .rebalanceInProgress {
                if membership.phase == .stable { membership.needsRejoin = true }
            } else if membership.isMember {
                putOut(error, membership, now: now)
                if membership.phase == .stable { joinAtOnce(membership, now: now) }
            }
        }
        giveUpCommit(error, membership, now: now, effects: &effects)
    }

    /// Commits that no more; what it held back goes on.
    private func giveUpCommit(
        _ error: ErrorCode, _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        guard let commit = membership.commit else { return }
        application.commitFailed(error, now: now)
        for offset in commit.offsets where commit.purpose != .asked {
            guard let index = index(of: offset.partition.partition) else { continue }
            noteMoved(index, membership)
            // A batch that could not be committed before is not processed yet.
            if commit.purpose == .poll, membership.settings.commit.moment == .before {
                putBack(index)
                membership.pollBegan = nil
                resumeAt = max(resumeAt, now + configuration.retryBackoff)
            }
        }
        let isPolicys = commit.purpose == .poll || commit.purpose == .background
        if isPolicys, membership.settings.commit.mode != .auto {
            // It need not be that anything else is read, whose commit would bring this one along.
            membership.nextCommit = now + configuration.retryBackoff
        }
        finishCommit(membership, now: now, effects: &effects)
    }

    /// Goes on with what waited for the commit.
    private func finishCommit(
        _ membership: Membership, isKept: Bool = false, now: Instant,
        effects: inout ClientEffects
    ) {
        guard let purpose = membership.commit?.purpose else { return }
        membership.commit = nil
        if purpose == .closing { return leave(membership, now: now, effects: &effects) }
        if purpose == .poll { isHeld = false }
        sendAsked(membership, now: now, effects: &effects)
        if membership.isBatchWaiting, membership.commit == nil {
            membership.isBatchWaiting = false
            isHeld = false
            commitMoved(membership, now: now, effects: &effects)
        } else if purpose == .background, isKept, membership.settings.commit.mode == .async {
            commitMoved(membership, now: now, effects: &effects)
        }
        if purpose == .revocation { joinAfterRevocation(membership, now: now, effects: &effects) }
    }

    /// What moves is given up: the others can have it in the next generation.
    private func joinAfterRevocation(
        _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        // Otherwise it joins already, or will when its poll is over.
        guard membership.phase == .revoking || membership.phase == .stable else { return }
        if membership.isPutOut { loseAll(membership, now: now) }
        membership.needsRejoin = false
        sendJoin(membership, now: now, effects: &effects)
    }

    // MARK: Commits of the application's own

    /// Commits what the application asked for meanwhile, of what is still the member's.
    private func sendAsked(
        _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        guard !membership.asked.isEmpty, membership.commit == nil else { return }
        let offsets = membership.asked.filter { index(of: $0.partition.partition) != nil }
        membership.asked = []
        guard !offsets.isEmpty else { return }
        membership.commit = Membership.Commit(
            purpose: .asked, offsets: offsets,
            giveUpAt: now + membership.settings.pollIntervalMax)
        sendCommit(membership, now: now, effects: &effects)
    }

    /// Commits a position of an owned partition, as an application may that keeps account of what
    /// it has processed itself.
    ///
    /// Where another commit is under way it is sent after that one. What moves later is committed
    /// as the policy says all the same.
    ///
    /// - Throws: `ClientError` for a partition that is not owned, and for an offset below 0 or
    ///   beyond what was read.
    package func commit(
        _ partition: PartitionIndex, _ offset: Offset, now: Instant, effects: inout ClientEffects
    ) throws(ClientError) {
        guard let membership, membership.isMember, let index = index(of: partition),
            let known = committable(index, membership)
        else { throw .notOwned(partition) }
        guard offset >= .zero else { throw .commitBelowZero(partition, offset: offset) }
        guard offset <= known.offset else {
            throw .commitBeyondRead(partition, offset: offset, position: known.offset)
        }
        membership.ask([GroupOffset(partition: known.partition, offset: offset)])
        sendAsked(membership, now: now, effects: &effects)
        finishStep(now: now, effects: &effects)
    }
}

extension Membership {
    /// The application asks for these, which count in the place of what it asked before.
    fileprivate func ask(_ offsets: [GroupOffset]) {
        for offset in offsets {
            asked.removeAll { $0.partition == offset.partition }
            asked.append(offset)
        }
    }
}
