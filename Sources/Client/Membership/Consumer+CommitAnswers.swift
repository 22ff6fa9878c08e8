import Messages
import Records

/// What the coordinator's answers to commits lead to.
extension Consumer {
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
    func giveUpCommit(
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
    func finishCommit(
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
}
