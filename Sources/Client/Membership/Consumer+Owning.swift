import Messages
import Records

/// Partitions that come and go.
extension Consumer {
    /// Reads some partitions no more. Answers where they stood beyond what was committed.
    func giveUp(
        _ partitions: [PartitionIndex], _ membership: Membership, now: Instant
    ) -> [GroupOffset] {
        var offsets: [GroupOffset] = []
        var places: [(PartitionIndex, Offset)] = []
        for partition in partitions {
            guard let index = index(of: partition) else { continue }
            if let offset = uncommitted(index, membership) { offsets.append(offset) }
            if let position = drop(index) { places.append((partition, position)) }
        }
        if !partitions.isEmpty { application.revoked(places, now: now) }
        return offsets
    }

    /// Reads nothing any more, without a commit: others may own it by now.
    func loseAll(_ membership: Membership, now: Instant) {
        var places: [(PartitionIndex, Offset)] = []
        for partition in membership.owned {
            guard let index = index(of: partition) else { continue }
            if let position = drop(index) { places.append((partition, position)) }
        }
        if !membership.owned.isEmpty { application.lost(places, now: now) }
        membership.isPutOut = false
        membership.owned = []
        if membership.settings.isCooperative {
            membership.claimed = []
            membership.claimedGeneration = .none
        }
        membership.share = nil
        membership.commit = nil
        membership.asked = []
        membership.isBatchWaiting = false
        membership.pollBegan = nil
        isHeld = false
    }

    /// Answers where the partition stood; nil where its position was not known yet.
    private func drop(_ index: Int) -> Offset? {
        let hadPosition = assignments[index].lookup == nil
        assignments[index].hasMoved = false
        let position = unassign(assignments[index].partition.partition)
        return hadPosition ? position : nil
    }

    /// The coordinator no longer counts it in: when its poll is over it gives everything up and
    /// joins again.
    func putOut(_ error: ErrorCode, _ membership: Membership, now: Instant) {
        membership.isPutOut = true
        if isHeld {
            // What waits for the commit will not be processed.
            isHeld = false
            membership.isBatchWaiting = false
            membership.commit = nil
            membership.pollBegan = nil
            application.commitFailed(error, now: now)
        }
        membership.generation = .none
        membership.nextHeartbeat = .distantFuture
        if error == .unknownMemberID { membership.member = .none }
    }

    // MARK: Positions

    /// Takes in a partition whose position is not known.
    func addWithoutPosition(_ partition: PartitionIndex, _ membership: Membership) {
        let known = membership.partitions[partition.index]
        var assignment = ConsumerAssignment(
            partition: TopicPartition(topic: membership.settings.topic, partition: partition),
            metadata: PartitionMetadata(
                leader: known.leader ?? BrokerID(0), leaderEpoch: known.leaderEpoch,
                listener: known.listener), position: .zero)
        assignment.leader = known.leader
        assignment.lookup = .committed
        membership.lookupCount += 1
        add(assignment)
    }

    /// Reads what the member owns already and has come to know only now.
    func readGrown(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        guard !membership.isPutOut else { return }
        let missing = membership.owned.filter {
            $0.index < membership.partitions.count && index(of: $0) == nil
        }
        guard !missing.isEmpty else { return }
        for partition in missing { addWithoutPosition(partition, membership) }
        sendOffsetFetch(membership, now: now, effects: &effects)
    }

    /// Asks for what is committed of every partition without a position.
    func sendOffsetFetch(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        membership.offsetFetchAt = .distantFuture
        membership.offsetFetch = nil
        let partitions = membership.owned.filter {
            index(of: $0).map { assignments[$0].lookup == .committed } ?? false
        }
        guard !partitions.isEmpty else { return }
        guard let coordinator = membership.coordinator else {
            return fetchOffsetsLater(membership, now: now)
        }
        let number = membership.nextNumber()
        membership.offsetFetch = Membership.Call(
            number: number, deadline: now + configuration.requestTimeout)
        let topic = membership.settings.topic
        send(
            .offsetFetch(
                OffsetFetchRequest(
                    group: membership.settings.group, client: id, number: number,
                    partitions: partitions.map { TopicPartition(topic: topic, partition: $0) })),
            to: coordinator, membership, effects: &effects)
    }

    func fetchOffsetsLater(_ membership: Membership, now: Instant) {
        membership.offsetFetch = nil
        membership.offsetFetchAt = now + configuration.retryBackoff
        loseCoordinator(membership, now: now)
    }

    func stepOffsetFetch(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        if let call = membership.offsetFetch, call.deadline <= now {
            fetchOffsetsLater(membership, now: now)
        }
        guard membership.offsetFetchAt <= now else { return }
        sendOffsetFetch(membership, now: now, effects: &effects)
    }

    func handle(
        _ response: OffsetFetchResponse, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        guard response.number == membership.offsetFetch?.number else { return }
        membership.offsetFetch = nil
        guard response.error == .none else {
            return fetchOffsetsLater(membership, now: now)
        }
        for found in response.offsets {
            guard let index = index(of: found.partition.partition),
                assignments[index].lookup == .committed
            else { continue }
            assignments[index].committed = found.offset
            begin(
                index, at: found.offset, lastEpoch: found.leaderEpoch, isCommitted: true,
                membership, now: now, effects: &effects)
        }
        for partition in membership.owned {
            guard let index = index(of: partition), assignments[index].lookup == .committed else {
                continue
            }
            reset(
                index, to: membership.settings.reset, membership, now: now, effects: &effects)
            if membership.phase == .ended { return }
        }
    }

    /// Finds a position where nothing is committed, what was committed is deleted, or another is
    /// asked for.
    func reset(
        _ index: Int, to place: ResetPolicy, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        switch place {
        case .earliest: assignments[index].lookup = .listed(.earliest)
        case .latest: assignments[index].lookup = .listed(.latest)
        case .timestamp(let time): assignments[index].lookup = .listed(.timestamp(time))
        case .offset(let offset):
            return begin(
                index, at: offset, lastEpoch: nil, isCommitted: false, membership, now: now,
                effects: &effects)
        case .none:
            let partition = assignments[index].partition.partition
            return fail(
                .noCommittedOffset(partition), membership, now: now, effects: &effects)
        }
        fetch(index, now: now, effects: &effects)
    }

    /// Goes on in a partition of which everything before `logStart`, the position now, was deleted
    /// before the member came to it.
    func resumeAtLogStart(
        _ index: Int, from lost: Offset, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        let logStart = assignments[index].position
        switch membership.settings.reset {
        case .earliest: fetch(index, now: now, effects: &effects)
        case .offset(let offset) where offset <= logStart:
            fetch(index, now: now, effects: &effects)
        case .none:
            fail(
                .deletedPosition(
                    assignments[index].partition.partition, offset: lost, logStart: logStart),
                membership, now: now, effects: &effects)
        case .latest, .timestamp, .offset:
            membership.lookupCount += 1
            reset(
                index, to: membership.settings.reset, membership, now: now, effects: &effects)
        }
    }

    /// Asks the partition's leader where to begin.
    func sendListOffset(
        _ place: ListOffsetRequest.Place, _ index: Int, leader: BrokerID, now: Instant,
        effects: inout ClientEffects
    ) {
        fetchCount += 1
        assignments[index].fetchNumber = fetchCount
        watchAnswer(index, until: now + configuration.requestTimeout)
        let assignment = assignments[index]
        effects.toBrokers.append(
            (
                leader, assignment.listener,
                .listOffset(
                    ListOffsetRequest(
                        partition: assignment.partition, client: id, number: fetchCount,
                        leaderEpoch: assignment.leaderEpoch, place: place))
            ))
    }

    func handle(
        _ response: ListOffsetResponse, _ membership: Membership, now: Instant,
        effects: inout ClientEffects
    ) {
        guard let index = index(of: response.partition.partition),
            case .listed = assignments[index].lookup, assignments[index].deadline != nil,
            response.number == assignments[index].fetchNumber
        else { return }
        assignments[index].deadline = nil
        guard response.error == .none else {
            if response.error.asksForMetadata {
                metadata.refresh(listener: assignments[index].listener, now: now)
            }
            return fetchLater(index, now: now)
        }
        begin(
            index, at: response.offset, lastEpoch: nil, isCommitted: false, membership, now: now,
            effects: &effects)
    }

    /// Reads a partition from a position that was found.
    private func begin(
        _ index: Int, at offset: Offset, lastEpoch: LeaderEpoch?, isCommitted: Bool,
        _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        assignments[index].lookup = nil
        assignments[index].position = offset
        assignments[index].lastFetchedEpoch = lastEpoch
        membership.lookupCount -= 1
        application.assigned(
            assignments[index].partition.partition, from: offset, isCommitted: isCommitted,
            generation: membership.generation, now: now)
        fetch(index, now: now, effects: &effects)
        finishRebalance(membership, now: now)
    }
}
