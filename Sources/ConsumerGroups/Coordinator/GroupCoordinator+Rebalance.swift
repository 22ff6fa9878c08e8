import Messages
import Records

/// How a group comes from one generation to the next.
extension GroupCoordinator {
    /// Lets a member wait for the next generation, which is prepared from now on.
    func enter(
        _ index: Int, _ request: JoinGroupRequest, _ group: CoordinatedGroup, now: Instant,
        effects: inout GroupEffects
    ) {
        group.members[index].joining = CoordinatedGroup.Reply(
            client: request.client, number: request.number)
        prepareRebalance(group, now: now, effects: &effects)
    }

    /// Begins a rebalance unless one is being prepared, and ends its preparation where all are
    /// there.
    func prepareRebalance(
        _ group: CoordinatedGroup, now: Instant, effects: inout GroupEffects
    ) {
        switch group.state {
        case .preparing: break
        case .empty:
            let delay = min(settings.initialRebalanceDelay, group.rebalanceTimeout)
            group.state = .preparing(
                CoordinatedGroup.Preparation(
                    deadline: now + delay, initialTimeLeft: group.rebalanceTimeout - delay))
        case .completing, .stable:
            for index in group.members.indices {
                dismissSync(group, index, .rebalanceInProgress, now: now, effects: &effects)
                group.members[index].syncDeadline = nil
            }
            group.assigning = nil
            group.state = .preparing(
                CoordinatedGroup.Preparation(deadline: now + group.rebalanceTimeout))
        }
        continueRebalance(group, now: now, effects: &effects)
    }

    /// Ends the preparation of a rebalance where it can or must end.
    func continueRebalance(
        _ group: CoordinatedGroup, now: Instant, effects: inout GroupEffects
    ) {
        guard case .preparing(var preparation) = group.state else { return }
        let isOver = preparation.deadline <= now
        if let left = preparation.initialTimeLeft {
            if isOver, preparation.hasNewMembers, left > .zero, !group.members.isEmpty {
                let delay = min(settings.initialRebalanceDelay, left)
                preparation.deadline = now + delay
                preparation.initialTimeLeft = left - delay
                preparation.hasNewMembers = false
                group.state = .preparing(preparation)
            } else if isOver || group.members.isEmpty {
                return beginGeneration(group, now: now, effects: &effects)
            }
        } else {
            let allJoined = group.pending.isEmpty && group.members.allSatisfy { $0.joining != nil }
            if isOver || allJoined {
                return beginGeneration(group, now: now, effects: &effects)
            }
        }
        group.wake(at: preparation.deadline)
    }

    /// Goes on with those who have joined; dynamic members that have not are out of the group.
    private func beginGeneration(
        _ group: CoordinatedGroup, now: Instant, effects: inout GroupEffects
    ) {
        for member in group.members where member.joining == nil && member.instance == nil {
            effects.events.append(.memberEvicted(group.id, member.id))
        }
        group.members.removeAll { $0.joining == nil && $0.instance == nil }
        let joined = group.members.indices.filter { group.members[$0].joining != nil }
        guard let first = joined.first ?? group.members.indices.first else {
            return becomeEmpty(group, now: now, effects: &effects)
        }
        if joined.isEmpty {
            // Static members only: their session timeouts decide.
            let deadline = now + group.rebalanceTimeout
            group.state = .preparing(CoordinatedGroup.Preparation(deadline: deadline))
            return group.wake(at: deadline)
        }
        let leader = group.index(of: group.leader)
        if leader.map({ group.members[$0].joining == nil }) ?? true {
            group.leader = group.members[first].id
        }
        group.generation = GroupGeneration(group.generation.rawValue + 1)
        group.assignor = group.bestAssignor
        group.state = .completing
        effects.events.append(
            .groupGeneration(group.id, group.generation, members: group.members.count))
        for index in joined {
            guard let reply = group.members[index].joining else { continue }
            group.members[index].joining = nil
            group.awaitSync(of: index, now: now)
            group.noteLife(of: index, now: now)
            tellGeneration(group, index, reply, tellsMembers: true, effects: &effects)
        }
    }

    private func becomeEmpty(
        _ group: CoordinatedGroup, now: Instant, effects: inout GroupEffects
    ) {
        group.state = .empty
        group.generation = GroupGeneration(group.generation.rawValue + 1)
        group.assignor = nil
        group.leader = .none
        effects.events.append(.groupGeneration(group.id, group.generation, members: 0))
        append(
            [.metadata(group.id, group.metadata())], of: group, .emptiness, now: now,
            effects: &effects)
    }
}
