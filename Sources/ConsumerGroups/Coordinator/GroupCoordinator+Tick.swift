import Messages
package import Records

/// What only time brings about.
extension GroupCoordinator {
    /// Evicts members that were not heard of, and ends what has waited long enough.
    ///
    /// - Complexity: a comparison for each group; more only for those that are due.
    package func tick(now: Instant, effects: inout GroupEffects) {
        guard isLoaded, nextDue <= now else { return }
        expireAppends(now: now, effects: &effects)
        nextDue = .distantFuture
        for group in groups {
            if group.due <= now {
                group.due = .distantFuture
                visit(group, now: now, effects: &effects)
            }
            settleTime(group)
        }
        for append in appends where append.isAwaited {
            nextDue = min(nextDue, append.deadline)
        }
    }

    /// Tells those who have waited too long for their records. What these bring about comes all
    /// the same when they are committed.
    private func expireAppends(now: Instant, effects: inout GroupEffects) {
        for index in appends.indices where appends[index].deadline <= now {
            guard appends[index].isAwaited else { continue }
            let append = appends[index]
            answer(append, .coordinatorNotAvailable, now: now, effects: &effects)
            appends[index].forgetReply()
        }
    }

    private func visit(
        _ group: CoordinatedGroup, now: Instant, effects: inout GroupEffects
    ) {
        group.pending.removeAll { $0.deadline <= now }
        let expired = group.members.filter { group.isExpired($0, now: now) }
        if !expired.isEmpty {
            for member in expired {
                group.noteGone(member)
                effects.events.append(.memberEvicted(group.id, member.id))
            }
            group.members.removeAll { group.isExpired($0, now: now) }
            prepareRebalance(group, now: now, effects: &effects)
        } else {
            continueRebalance(group, now: now, effects: &effects)
        }
        group.wake(at: group.nextDeadline)
    }
}

extension CoordinatedGroup {
    /// Whether the member was not heard of in time: for its session timeout, unless it waits for
    /// an answer, or since it was told of the generation.
    fileprivate func isExpired(_ member: Member, now: Instant) -> Bool {
        if member.isWaiting { return false }
        return min(member.deadline, member.syncDeadline ?? .distantFuture) <= now
    }

    /// When the group has work without a message.
    fileprivate var nextDeadline: Instant {
        var next = Instant.distantFuture
        for waiting in pending { next = min(next, waiting.deadline) }
        for member in members where !member.isWaiting {
            next = min(next, member.deadline, member.syncDeadline ?? .distantFuture)
        }
        if case .preparing(let preparation) = state { next = min(next, preparation.deadline) }
        return next
    }
}

extension GroupCoordinator.PendingAppend {
    /// Whether somebody waits for it.
    fileprivate var isAwaited: Bool {
        switch purpose {
        case .offsets(_, let reply): reply != nil
        case .restart(let id, _, _):
            group.index(of: id).map { group.members[$0].restarting != nil } ?? false
        case .assignment, .emptiness: false
        }
    }

    fileprivate mutating func forgetReply() {
        switch purpose {
        case .offsets(let offsets, _): purpose = .offsets(offsets, reply: nil)
        case .restart, .assignment, .emptiness: break
        }
    }
}
