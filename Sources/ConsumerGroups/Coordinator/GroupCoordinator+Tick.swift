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
            answer(append, .coordinatorNotAvailable, effects: &effects)
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
                effects.events.append(.memberEvicted(group.id, member.id))
            }
            group.members.removeAll { group.isExpired($0, now: now) }
            prepareRebalance(group, now: now, effects: &effects)
        } else {
            continueRebalance(group, now: now, effects: &effects)
        }
        if group.syncDeadline <= now { group.syncDeadline = .distantFuture }
        group.wake(at: group.nextDeadline)
    }
}

extension CoordinatedGroup {
    /// Whether the member was not heard of in time: for its session timeout, unless it waits for
    /// an answer, or since it was told of the generation.
    fileprivate func isExpired(_ member: Member, now: Instant) -> Bool {
        if member.joining != nil || member.syncing != nil { return false }
        return member.deadline <= now || (member.owesSync && syncDeadline <= now)
    }

    /// When the group has work without a message.
    fileprivate var nextDeadline: Instant {
        var next = Instant.distantFuture
        for waiting in pending { next = min(next, waiting.deadline) }
        for member in members where member.joining == nil && member.syncing == nil {
            next = min(next, member.deadline)
            if member.owesSync { next = min(next, syncDeadline) }
        }
        if case .preparing(let preparation) = state { next = min(next, preparation.deadline) }
        return next
    }
}

extension GroupCoordinator.PendingAppend {
    /// Whether somebody waits for it.
    fileprivate var isAwaited: Bool {
        switch purpose {
        case .offsets(_, let reply), .restart(_, let reply): reply != nil
        case .assignment, .emptiness: false
        }
    }

    fileprivate mutating func forgetReply() {
        switch purpose {
        case .offsets(let offsets, _): purpose = .offsets(offsets, reply: nil)
        case .restart(let restart, _): purpose = .restart(restart, reply: nil)
        case .assignment, .emptiness: break
        }
    }
}
