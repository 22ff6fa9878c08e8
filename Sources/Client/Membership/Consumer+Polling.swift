import Messages
import Records

/// How a member of a group works on what is fetched: in polls, between which it commits, gives up
/// and takes over partitions.
extension Consumer {
    /// Works through buffered batches, one poll after the other.
    func workInPolls(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        while !isHeld, resumeAt <= now, let index = buffered.first {
            if membership.pollBegan == nil {
                membership.pollBegan = now
                membership.polledRecords = 0
            }
            switch process(index, now: now) {
            case .paused: return
            case .committing: commitBatch(index, membership, now: now, effects: &effects)
            case .polled: endPoll(membership, now: now, effects: &effects)
            case .finished:
                buffered.removeFirst()
                fetch(index, now: now, effects: &effects)
                if buffered.isEmpty { endPoll(membership, now: now, effects: &effects) }
            case .harmed:
                buffered.removeFirst()
                fetchLater(index, now: now)
                if buffered.isEmpty { endPoll(membership, now: now, effects: &effects) }
            }
        }
    }

    /// Everything that the poll took is processed.
    private func endPoll(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        membership.pollBegan = nil
        let policy = membership.settings.commit
        if !membership.isPutOut, policy.moment == .after, policy.mode != .auto {
            commitMoved(membership, now: now, effects: &effects)
        }
        proceedMembership(membership, now: now, effects: &effects)
    }

    /// Whether the poll takes no further batch.
    func isPollFull(_ membership: Membership) -> Bool {
        membership.polledRecords >= membership.settings.pollRecordsMax
    }

    /// The poll takes a batch. Answers whether it is to be committed before it is processed.
    func takeBatch(
        _ index: Int, records: Int, _ membership: Membership
    ) -> Bool {
        membership.polledRecords += records
        noteMoved(index, membership)
        let policy = membership.settings.commit
        return policy.moment == .before && policy.mode != .auto
    }

    /// The batch at hand, of which nothing is processed yet, is to be taken anew.
    func putBack(_ index: Int) {
        guard var fetched = assignments[index].fetched, fetched.cursor != nil else { return }
        if let plain = fetched.plain { pool.give(plain) }
        fetched.plain = nil
        fetched.cursor = nil
        fetched.next = fetched.batchStart
        fetched.batchEnd = assignments[index].position
        fetched.batchEpoch = nil
        assignments[index].fetched = fetched
    }

    // MARK: Messages

    /// Takes what comes from the coordinator.
    func handleGroup(
        _ message: ClientMessage, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        guard membership.phase != .ended else { return }
        switch message {
        case .joinedGroup(let response):
            handle(response, membership, now: now, effects: &effects)
        case .syncedGroup(let response):
            handle(response, membership, now: now, effects: &effects)
        case .groupHeartbeat(let response):
            handle(response, membership, now: now, effects: &effects)
        case .leftGroup(let response): handle(response, membership, now: now)
        case .offsetsCommitted(let response):
            handle(response, membership, now: now, effects: &effects)
        case .offsetsFetched(let response):
            handle(response, membership, now: now, effects: &effects)
        case .offsetListed(let response):
            handle(response, membership, now: now, effects: &effects)
        case .produced, .fetched, .metadata, .disconnected: return
        }
        step(now: now, effects: &effects)
    }
}
