import Messages
import Records

/// How members get their shares, say that they live, and go.
extension GroupCoordinator {
    // MARK: Shares

    func sync(_ request: SyncGroupRequest, now: Instant, effects: inout GroupEffects) {
        let group: CoordinatedGroup
        let index: Int
        do throws(ErrorCode) {
            guard let known = known(request.group) else { throw .unknownMemberID }
            group = known
            index = try group.place(
                of: request.member, instance: request.instance, in: request.generation)
        } catch {
            return effects.toClients.append((request.client, request.answer(error)))
        }
        group.hear(request.client, request.number, of: index)
        let reply = CoordinatedGroup.Reply(client: request.client, number: request.number)
        switch group.state {
        case .empty:
            effects.toClients.append((request.client, request.answer(.unknownMemberID)))
        case .preparing:
            effects.toClients.append((request.client, request.answer(.rebalanceInProgress)))
        case .completing:
            group.noteLife(of: index, now: now)
            group.members[index].syncDeadline = nil
            let isEarly = settings.plantedBugs.has(.doubleOwnership)
            if isEarly, !group.members[index].assignment.isEmpty {
                tellShare(group, index, reply, effects: &effects)
            } else {
                group.members[index].syncing = reply
            }
            if request.member == group.leader {
                assign(request.assignments, group, now: now, effects: &effects)
            }
        case .stable:
            group.noteLife(of: index, now: now)
            group.members[index].syncDeadline = nil
            tellShare(group, index, reply, effects: &effects)
        }
    }

    /// Takes the leader's assignment, which counts once it is committed. One that was made for
    /// other members, of a generation with the same number that a coordinator before this one
    /// began, makes the members join again.
    private func assign(
        _ assignments: [MemberAssignment], _ group: CoordinatedGroup, now: Instant,
        effects: inout GroupEffects
    ) {
        guard group.assigning == nil else { return }
        guard
            assignments.map(\.member).sorted() == group.members.map(\.id).sorted()
        else { return prepareRebalance(group, now: now, effects: &effects) }
        let shares = Dictionary(
            assignments.map { ($0.member, $0.partitions) }, uniquingKeysWith: { first, _ in first })
        let metadata = group.metadata { shares[$0.id] ?? [] }
        group.assigning = append(
            [.metadata(group.id, metadata)], of: group,
            .assignment(group.generation, assignments), now: now, effects: &effects)
    }

    func tellShare(
        _ group: CoordinatedGroup, _ index: Int, _ reply: CoordinatedGroup.Reply,
        effects: inout GroupEffects
    ) {
        effects.toClients.append(
            (
                reply.client,
                .syncedGroup(
                    SyncGroupResponse(
                        group: group.id, number: reply.number, error: .none,
                        generation: group.generation,
                        partitions: group.members[index].assignment))
            ))
    }

    /// Answers a member's waiting request for its share with an error, where there is one.
    func dismissSync(
        _ group: CoordinatedGroup, _ index: Int, _ error: ErrorCode, now: Instant,
        effects: inout GroupEffects
    ) {
        guard let reply = group.members[index].syncing else { return }
        group.members[index].syncing = nil
        group.noteLife(of: index, now: now)
        effects.toClients.append(
            (
                reply.client,
                .syncedGroup(
                    SyncGroupResponse(group: group.id, number: reply.number, error: error))
            ))
    }

    // MARK: Signs of life

    func heartbeat(
        _ request: GroupHeartbeatRequest, now: Instant, effects: inout GroupEffects
    ) {
        var outcome = ErrorCode.none
        do throws(ErrorCode) {
            guard let group = known(request.group) else { throw .unknownMemberID }
            let index = try group.place(
                of: request.member, instance: request.instance, in: request.generation)
            group.hear(request.client, request.number, of: index)
            group.noteLife(of: index, now: now)
            switch group.state {
            case .empty: throw .unknownMemberID
            case .preparing: throw .rebalanceInProgress
            case .completing, .stable: break
            }
        } catch { outcome = error }
        effects.toClients.append((request.client, request.answer(outcome)))
    }

    // MARK: Going

    func leave(_ request: LeaveGroupRequest, now: Instant, effects: inout GroupEffects) {
        var outcome = ErrorCode.none
        do throws(ErrorCode) {
            guard let group = known(request.group) else { throw .unknownMemberID }
            if request.instance == nil,
                let place = group.pending.firstIndex(where: { $0.member == request.member })
            {
                group.pending.remove(at: place)
                continueRebalance(group, now: now, effects: &effects)
            } else {
                var member = request.member
                if member == .none, let instance = request.instance,
                    let index = group.index(of: instance)
                {
                    member = group.members[index].id
                }
                let index = try group.place(of: member, instance: request.instance)
                remove(index, group, now: now, effects: &effects)
            }
        } catch { outcome = error }
        effects.toClients.append((request.client, request.answer(outcome)))
    }

    /// Takes a member out of the group, which rebalances.
    func remove(
        _ index: Int, _ group: CoordinatedGroup, now: Instant, effects: inout GroupEffects
    ) {
        dismiss(group, index, .unknownMemberID, now: now, effects: &effects)
        group.noteGone(group.members.remove(at: index))
        prepareRebalance(group, now: now, effects: &effects)
    }
}
