import Messages
import Records

/// How members come into a group.
extension GroupCoordinator {
    func join(_ request: JoinGroupRequest, now: Instant, effects: inout GroupEffects) {
        let range = settings.sessionTimeoutMin...settings.sessionTimeoutMax
        guard range.contains(request.sessionTimeout) else {
            return refuse(request, .invalidSessionTimeout, effects: &effects)
        }
        guard request.member == .none || known(request.group) != nil else {
            return refuse(request, .unknownMemberID, effects: &effects)
        }
        let group = group(request.group)
        if group.hasOvertaken(request) { return }
        guard group.canSpeak(request.protocols, as: request.member) else {
            return refuse(request, .inconsistentGroupProtocol, effects: &effects)
        }
        if request.member == .none {
            joinUnknown(request, group, now: now, effects: &effects)
        } else {
            joinKnown(request, group, now: now, effects: &effects)
        }
    }

    // MARK: Without an id

    private func joinUnknown(
        _ request: JoinGroupRequest, _ group: CoordinatedGroup, now: Instant,
        effects: inout GroupEffects
    ) {
        guard let instance = request.instance else {
            // A client that dies now leaves an id behind, and no member (KIP-394).
            let id = newMemberID()
            let deadline = now + request.sessionTimeout
            group.pending.append((id, deadline))
            group.wake(at: deadline)
            return effects.toClients.append(
                (
                    request.client,
                    .joinedGroup(
                        JoinGroupResponse(
                            group: group.id, number: request.number, error: .memberIDRequired,
                            member: id))
                ))
        }
        if let index = group.index(of: instance) {
            restart(index, request, group, now: now, effects: &effects)
        } else {
            add(newMemberID(), request, group, now: now, effects: &effects)
        }
    }

    /// A static member is there again: it gets a new id and keeps its place, and where nothing
    /// changes its share too, without a rebalance (KIP-345).
    private func restart(
        _ index: Int, _ request: JoinGroupRequest, _ group: CoordinatedGroup, now: Instant,
        effects: inout GroupEffects
    ) {
        dismiss(group, index, .fencedInstanceID, now: now, effects: &effects)
        let before = group.members[index]
        let id = newMemberID()
        let wasLeader = group.leader == before.id
        if wasLeader { group.leader = id }
        group.members[index].id = id
        group.members[index].syncDeadline = nil
        group.members[index].lastCommit = .min
        let isStable = if case .stable = group.state { true } else { false }
        let keepsShare = isStable && before.subscription.wantsSame(as: request.subscription)
        group.update(index, with: request)
        group.noteLife(of: index, now: now)
        guard keepsShare, group.bestAssignor == group.assignor else {
            return enter(index, request, group, now: now, effects: &effects)
        }
        group.members[index].restarting = CoordinatedGroup.Reply(
            client: request.client, number: request.number)
        append(
            [.metadata(group.id, group.metadata())], of: group,
            .restart(id, before: before, wasLeader: wasLeader), now: now, effects: &effects)
    }

    private func add(
        _ id: MemberID, _ request: JoinGroupRequest, _ group: CoordinatedGroup, now: Instant,
        effects: inout GroupEffects
    ) {
        group.pending.removeAll { $0.member == id }
        group.members.append(
            CoordinatedGroup.Member(
                id: id, instance: request.instance, sessionTimeout: request.sessionTimeout,
                rebalanceTimeout: request.rebalanceTimeout, protocols: request.protocols,
                subscription: request.subscription, deadline: .distantFuture))
        let index = group.members.count - 1
        group.update(index, with: request)
        if group.members.count == 1 { group.leader = id }
        group.noteLife(of: index, now: now)
        if case .preparing(var preparation) = group.state {
            preparation.hasNewMembers = true
            group.state = .preparing(preparation)
        }
        enter(index, request, group, now: now, effects: &effects)
    }

    // MARK: With an id

    private func joinKnown(
        _ request: JoinGroupRequest, _ group: CoordinatedGroup, now: Instant,
        effects: inout GroupEffects
    ) {
        if request.instance == nil, group.pending.contains(where: { $0.member == request.member }) {
            return add(request.member, request, group, now: now, effects: &effects)
        }
        let index: Int
        do throws(ErrorCode) {
            index = try group.place(of: request.member, instance: request.instance)
        } catch { return refuse(request, error, effects: &effects) }
        let matches = group.members[index].matches(request)
        let isLeader = group.leader == request.member
        group.noteLife(of: index, now: now)
        switch group.state {
        case .completing where matches, .stable where matches && !isLeader:
            // It did not hear of the generation.
            group.update(index, with: request)
            group.awaitSync(of: index, now: now)
            tellGeneration(
                group, index,
                CoordinatedGroup.Reply(client: request.client, number: request.number),
                tellsMembers: true, effects: &effects)
        default:
            group.update(index, with: request)
            enter(index, request, group, now: now, effects: &effects)
        }
    }

    // MARK: Answers

    /// Tells a member of the group's generation, and the leader whom to divide the partitions
    /// among.
    func tellGeneration(
        _ group: CoordinatedGroup, _ index: Int, _ reply: CoordinatedGroup.Reply,
        tellsMembers: Bool, effects: inout GroupEffects
    ) {
        let member = group.members[index]
        let isLeader = member.id == group.leader
        var members: [GroupMember] = []
        if tellsMembers, isLeader {
            members = group.members.map {
                GroupMember(
                    member: $0.id, instance: $0.instance, subscription: $0.subscription)
            }
        }
        let assigned = isLeader && !tellsMembers ? group.members.flatMap(\.assignment) : []
        effects.toClients.append(
            (
                reply.client,
                .joinedGroup(
                    JoinGroupResponse(
                        group: group.id, number: reply.number, error: .none,
                        generation: group.generation, assignor: group.assignor,
                        leader: group.leader, member: member.id, members: members,
                        assigned: assigned))
            ))
    }

    private func refuse(
        _ request: JoinGroupRequest, _ error: ErrorCode, effects: inout GroupEffects
    ) {
        effects.toClients.append((request.client, request.answer(error)))
    }

    /// Answers whatever the member waits for with an error.
    func dismiss(
        _ group: CoordinatedGroup, _ index: Int, _ error: ErrorCode, now: Instant,
        effects: inout GroupEffects
    ) {
        if let reply = group.members[index].joining {
            group.members[index].joining = nil
            refuse(reply, group, index, error, now: now, effects: &effects)
        }
        dismissRestart(group, index, error, now: now, effects: &effects)
        dismissSync(group, index, error, now: now, effects: &effects)
    }

    /// Answers a static member that waits to come back with an error, where it does.
    func dismissRestart(
        _ group: CoordinatedGroup, _ index: Int, _ error: ErrorCode, now: Instant,
        effects: inout GroupEffects
    ) {
        guard let reply = group.members[index].restarting else { return }
        group.members[index].restarting = nil
        refuse(reply, group, index, error, now: now, effects: &effects)
    }

    private func refuse(
        _ reply: CoordinatedGroup.Reply, _ group: CoordinatedGroup, _ index: Int,
        _ error: ErrorCode, now: Instant, effects: inout GroupEffects
    ) {
        group.noteLife(of: index, now: now)
        effects.toClients.append(
            (
                reply.client,
                .joinedGroup(
                    JoinGroupResponse(
                        group: group.id, number: reply.number, error: error,
                        member: group.members[index].id))
            ))
    }
}
