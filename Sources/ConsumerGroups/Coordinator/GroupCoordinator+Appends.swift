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
        case .restart(let restart, let reply):
            guard let reply, let index = group.index(of: restart.new) else { return }
            // No members: nobody is to divide the partitions anew.
            tellGeneration(group, index, reply, tellsMembers: false, effects: &effects)
        case .emptiness: break
        }
    }

    /// The records are not in the log: what they were to change is as it was.
    func giveUp(_ append: PendingAppend, now: Instant, effects: inout GroupEffects) {
        let group = append.group
        answer(append, .coordinatorNotAvailable, effects: &effects)
        switch append.purpose {
        case .assignment:
            for index in group.members.indices {
                dismissSync(group, index, .coordinatorNotAvailable, now: now, effects: &effects)
            }
            group.assigning = nil
            prepareRebalance(group, now: now, effects: &effects)
        case .restart(let restart, _):
            guard let index = group.index(of: restart.new) else { return }
            group.members[index].id = restart.old
            if restart.wasLeader { group.leader = restart.old }
        case .offsets, .emptiness: break
        }
    }

    /// Tells whoever waits for an append an error; nobody waits for it afterwards.
    func answer(
        _ append: PendingAppend, _ error: ErrorCode, effects: inout GroupEffects
    ) {
        switch append.purpose {
        case .offsets(_, let reply?): answer(append.group, reply, error, effects: &effects)
        case .restart(let restart, let reply?):
            effects.toClients.append(
                (
                    reply.client,
                    .joinedGroup(
                        JoinGroupResponse(
                            group: append.group.id, number: reply.number, error: error,
                            member: restart.old))
                ))
        case .offsets, .restart, .assignment, .emptiness: break
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
