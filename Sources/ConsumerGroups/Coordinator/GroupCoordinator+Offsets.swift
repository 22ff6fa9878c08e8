import Messages
import Records

/// How positions are kept and told.
extension GroupCoordinator {
    /// Keeps positions, unless they come from a member that is out or of another generation: it
    /// may have lost the partitions to others, whose positions it would turn back.
    func commit(_ request: OffsetCommitRequest, now: Instant, effects: inout GroupEffects) {
        let group: CoordinatedGroup
        do throws(ErrorCode) {
            group = try admit(request, now: now)
        } catch {
            return effects.toClients.append((request.client, request.answer(error)))
        }
        append(
            request.offsets.map { .offset(group.id, $0) }, of: group,
            .offsets(
                request.offsets,
                reply: CoordinatedGroup.Reply(client: request.client, number: request.number)),
            now: now, effects: &effects)
    }

    /// The group that the positions are for.
    ///
    /// - Throws: why they are not kept.
    private func admit(
        _ request: OffsetCommitRequest, now: Instant
    ) throws(ErrorCode) -> CoordinatedGroup {
        let isOutside = request.member == .none && request.generation == .none
        if isOutside || settings.plantedBugs.has(.acceptsLateCommit) {
            let group = group(request.group)
            // Of a group that has members, only these may commit.
            guard group.members.isEmpty || !isOutside else { throw .unknownMemberID }
            return group
        }
        guard let group = known(request.group) else { throw .illegalGeneration }
        let index = try group.place(
            of: request.member, instance: request.instance, in: request.generation)
        switch group.state {
        case .empty: throw .unknownMemberID
        case .completing: throw .rebalanceInProgress
        case .preparing, .stable: break
        }
        // One that a later one of the same member has overtaken would turn it back.
        guard request.number > group.members[index].lastCommit else { throw .requestTimedOut }
        group.members[index].lastCommit = request.number
        group.hear(request.client, request.number, of: index)
        group.noteLife(of: index, now: now)
        return group
    }

    func fetch(_ request: OffsetFetchRequest, effects: inout GroupEffects) {
        let offsets = known(request.group).map { group in
            request.partitions.compactMap { group.offsets[$0] }
        }
        effects.toClients.append(
            (
                request.client,
                .offsetsFetched(
                    OffsetFetchResponse(
                        group: request.group, number: request.number, error: .none,
                        offsets: offsets ?? []))
            ))
    }
}
