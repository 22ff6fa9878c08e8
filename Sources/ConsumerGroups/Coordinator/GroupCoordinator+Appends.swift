import Messages
import Records

/// What becomes of records that were asked for.
extension GroupCoordinator {
    /// The records are committed.
    func apply(_ append: PendingAppend, now: Instant, effects: inout GroupEffects) {
        let group = append.group
        switch append.purpose {
        case .offsets(let offsets, let reply):
            for offset in offsets { group.offsets[offset.partition] = offset }
            if let reply { answer(group, reply, .none, effects: &effects) }
        case .assignment(let generation, let assignments):
            guard group.assigning == append.token, generation == group.generation else { return }
            group.assigning = nil
            let shares = Dictionary(
                assignments.map { ($0.member, $0.partitions) },
                uniquingKeysWith: { first, _ in first })
            group.state = .stable
            for index in group.members.indices {
                group.members[index].assignment = shares[group.members[index].id] ?? []
                guard let reply = group.members[index].syncing else { continue }
                group.members[index].syncing = nil
                group.noteLife(of: index, now: now)
                tellShare(group, index, reply, effects: &effects)
            }
        case .restart(let id, _, _):
            guard let index = group.index(of: id), let reply = group.members[index].restarting
            else { return }
            group.members[index].restarting = nil
            group.noteLife(of: index, now: now)
            // No members: nobody is to divide the partitions anew.
            tellGeneration(group, index, reply, tellsMembers: false, effects: &effects)
        case .emptiness: break
        }
    }

    /// The records are not in the log: what they were to change is as it was.
    func giveUp(
        _ append: PendingAppend, isTooLarge: Bool, now: Instant, effects: inout GroupEffects
    ) {
        let group = append.group
        let error = isTooLarge ? append.tooLarge : .coordinatorNotAvailable
        answer(append, error, now: now, effects: &effects)
        switch append.purpose {
        case .assignment:
            for index in group.members.indices {
                dismissSync(group, index, error, now: now, effects: &effects)
            }
            group.assigning = nil
            prepareRebalance(group, now: now, effects: &effects)
        case .restart(let id, let before, let wasLeader):
            guard let index = group.index(of: id) else { return }
            let after = group.members[index]
            group.members[index] = before
            // The instance was heard of all the same.
            group.members[index].deadline = after.deadline
            group.members[index].lastHeard = after.lastHeard
            if wasLeader { group.leader = before.id }
        case .offsets, .emptiness: break
        }
    }

    /// Tells whoever waits for an append an error; nobody waits for it afterwards.
    func answer(
        _ append: PendingAppend, _ error: ErrorCode, now: Instant, effects: inout GroupEffects
    ) {
        switch append.purpose {
        case .offsets(_, let reply?): answer(append.group, reply, error, effects: &effects)
        case .restart(let id, _, _):
            guard let index = append.group.index(of: id) else { return }
            dismissRestart(append.group, index, error, now: now, effects: &effects)
        case .offsets, .assignment, .emptiness: break
        }
    }

    private func answer(
        _ group: CoordinatedGroup, _ reply: CoordinatedGroup.Reply, _ error: ErrorCode,
        effects: inout GroupEffects
    ) {
        effects.toClients.append(
            (
                reply.client,
                .offsetsCommitted(
                    OffsetCommitResponse(group: group.id, number: reply.number, error: error))
            ))
    }
}

extension GroupCoordinator.PendingAppend {
    /// What those who wait are told where no log could take the records: Kafka's answers to a
    /// commit of offsets and to what is written of a group.
    fileprivate var tooLarge: ErrorCode {
        if case .offsets = purpose { .invalidCommitOffsetSize } else { .messageTooLarge }
    }
}
