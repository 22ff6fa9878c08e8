package import Messages
package import Records

/// The coordinator of the groups in one partition of the offsets topic: a step function over
/// requests, time, and what its broker says of the partition's log.
///
/// Kafka's classic protocol (KIP-62, KIP-345, KIP-394, KIP-429). It is made when its broker comes
/// to lead the partition, is told what the log holds, and is thrown away when the broker leads no
/// more: all that must outlive it stands in the log. What depends on a record is answered when
/// that is on every in-sync replica, and what it changes is changed then.
package final class GroupCoordinator {
    let leaderEpoch: LeaderEpoch
    let settings: CoordinatorSettings
    /// Whether it knows what its log holds; it answers nothing before.
    package private(set) var isLoaded = false
    var groups: [CoordinatedGroup] = []
    private var numbers: [GroupID: Int] = [:]
    /// Member ids given out.
    private var memberCount: Int64 = 0
    /// Appends that are not committed yet, oldest first.
    var appends: [PendingAppend] = []
    private var lastToken: Int64 = 0
    /// No later than the first instant at which `tick` has work.
    package internal(set) var nextDue = Instant.distantFuture

    /// Something that waits for its records to be committed.
    struct PendingAppend {
        let token: Int64
        let group: CoordinatedGroup
        let deadline: Instant
        var purpose: Purpose

        enum Purpose {
            /// A commit of offsets; nobody waits for the answer any more where `reply` is nil.
            case offsets([GroupOffset], reply: CoordinatedGroup.Reply?)
            /// The shares of a generation's members.
            case assignment(GroupGeneration, [MemberAssignment])
            /// The new id of a static member that restarted, and what it was before.
            case restart(MemberID, before: CoordinatedGroup.Member, wasLeader: Bool)
            /// A generation without members.
            case emptiness
        }
    }

    /// - Parameter leaderEpoch: of the broker's leadership of the partition.
    package init(leaderEpoch: LeaderEpoch, settings: CoordinatorSettings) {
        self.leaderEpoch = leaderEpoch
        self.settings = settings
    }

    // MARK: Loading

    /// Takes a record of the log; they come in order, before `finishLoading`.
    package func load(_ record: GroupRecord) {
        let group = group(record.group)
        switch record {
        case .offset(_, let offset): group.offsets[offset.partition] = offset
        case .offsetGone(_, let partition): group.offsets[partition] = nil
        case .metadata(_, let metadata):
            guard !settings.plantedBugs.has(.losesAssignmentOnCoordinatorFailover) else { return }
            group.take(metadata)
        case .groupGone:
            group.take(
                GroupMetadata(
                    generation: GroupGeneration(0), assignor: nil, leader: .none, members: []))
        }
    }

    /// The log has been read: from now on requests are answered. Members have their session
    /// timeout from now to be heard of.
    package func finishLoading(now: Instant) {
        isLoaded = true
        for group in groups {
            for index in group.members.indices { group.noteLife(of: index, now: now) }
            settleTime(group)
        }
    }

    // MARK: Steps

    /// Takes a request of a group that belongs to this partition; other messages are ignored.
    package func handle(_ message: BrokerMessage, now: Instant, effects: inout GroupEffects) {
        guard isLoaded else {
            if let refusal = message.groupRefusal(.coordinatorLoadInProgress) {
                effects.toClients.append(refusal)
            }
            return
        }
        switch message {
        case .joinGroup(let request): join(request, now: now, effects: &effects)
        case .syncGroup(let request): sync(request, now: now, effects: &effects)
        case .groupHeartbeat(let request): heartbeat(request, now: now, effects: &effects)
        case .leaveGroup(let request): leave(request, now: now, effects: &effects)
        case .offsetCommit(let request): commit(request, now: now, effects: &effects)
        case .offsetFetch(let request): fetch(request, effects: &effects)
        default: return
        }
        if let id = message.group, let group = known(id) { settleTime(group) }
    }

    /// The appends up to this token are committed.
    package func committed(through token: Int64, now: Instant, effects: inout GroupEffects) {
        while let first = appends.first, first.token <= token {
            appends.removeFirst()
            apply(first, now: now, effects: &effects)
            settleTime(first.group)
        }
    }

    /// An append was refused: nothing of it is in the log, nor will be. To be told before anything
    /// else is asked of the coordinator.
    ///
    /// - Parameter isTooLarge: whether no log of the partition's settings could take it.
    package func refused(
        _ token: Int64, isTooLarge: Bool = false, now: Instant, effects: inout GroupEffects
    ) {
        guard let place = appends.firstIndex(where: { $0.token == token }) else { return }
        let append = appends.remove(at: place)
        giveUp(append, isTooLarge: isTooLarge, now: now, effects: &effects)
        settleTime(append.group)
    }

    /// The broker leads the partition no more: everybody who waits is told so. Nothing may be
    /// asked of the coordinator afterwards.
    package func resign(now: Instant, effects: inout GroupEffects) {
        for append in appends {
            answer(append, .notCoordinator, now: now, effects: &effects)
        }
        appends = []
        for group in groups {
            for index in group.members.indices {
                dismiss(group, index, .notCoordinator, now: now, effects: &effects)
            }
        }
    }

    // MARK: Parts

    /// A group that is known; made where it is not.
    func group(_ id: GroupID) -> CoordinatedGroup {
        if let known = known(id) { return known }
        numbers[id] = groups.count
        let group = CoordinatedGroup(id: id)
        groups.append(group)
        return group
    }

    func known(_ id: GroupID) -> CoordinatedGroup? { numbers[id].map { groups[$0] } }

    func newMemberID() -> MemberID {
        memberCount += 1
        return MemberID(Int64(leaderEpoch.rawValue) << 32 | memberCount)
    }

    /// Asks for records; `apply` hears of it when they are committed.
    @discardableResult
    func append(
        _ records: [GroupRecord], of group: CoordinatedGroup, _ purpose: PendingAppend.Purpose,
        now: Instant, effects: inout GroupEffects
    ) -> Int64 {
        lastToken += 1
        let deadline = now + settings.commitTimeout
        appends.append(
            PendingAppend(token: lastToken, group: group, deadline: deadline, purpose: purpose))
        nextDue = min(nextDue, deadline)
        effects.appends.append((lastToken, records))
        return lastToken
    }

    /// Lets `tick` come in time for the group.
    func settleTime(_ group: CoordinatedGroup) { nextDue = min(nextDue, group.due) }
}

extension CoordinatedGroup {
    /// Becomes what was kept of it.
    fileprivate func take(_ metadata: GroupMetadata) {
        generation = metadata.generation
        assignor = metadata.assignor
        leader = metadata.leader
        members = metadata.members.map {
            Member(
                id: $0.member, instance: $0.instance, sessionTimeout: $0.sessionTimeout,
                rebalanceTimeout: $0.rebalanceTimeout, protocols: $0.protocols,
                subscription: $0.subscription, assignment: $0.assignment,
                deadline: .distantFuture)
        }
        state = members.isEmpty ? .empty : .stable
    }
}
