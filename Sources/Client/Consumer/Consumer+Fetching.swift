import DequeModule
import HeapModule
package import Messages
package import Records

/// What is fetched from whom, and what the answers lead to.
extension Consumer {
    /// Takes a broker's answer to a fetch and processes what can be processed now. One to a fetch
    /// that is no longer under way is ignored, its buffer left to whoever holds it.
    package func handle(
        _ response: FetchResponse, now: Instant, effects: inout ClientEffects
    ) {
        guard let index = index(of: response.partition.partition),
            assignments[index].deadline != nil,
            response.number == assignments[index].fetchNumber,
            response.offset == assignments[index].position,
            response.error != .none || response.leaderEpoch >= assignments[index].leaderEpoch
        else { return }
        assignments[index].deadline = nil
        switch response.error {
        case .none: take(response, index, now: now, effects: &effects)
        case .offsetOutOfRange: leaveRange(response, index, now: now, effects: &effects)
        default:
            if response.error.asksForMetadata {
                metadata.refresh(listener: assignments[index].listener, now: now)
            }
            fetchLater(index, now: now)
        }
        finishStep(now: now, effects: &effects)
    }

    private func take(
        _ response: FetchResponse, _ index: Int, now: Instant, effects: inout ClientEffects
    ) {
        if let diverging = response.divergingEpoch {
            truncate(index, to: diverging.endOffset, epoch: diverging.epoch)
            return fetch(index, now: now, effects: &effects)
        }
        guard let buffer = response.batches else {
            return fetch(index, now: now, effects: &effects)
        }
        assignments[index].fetched = FetchedBatches(
            buffer: buffer, next: buffer.start, batchStart: buffer.start, plain: nil, cursor: nil,
            batchEnd: response.offset, fetchedAt: now)
        buffered.append(index)
        step(now: now, effects: &effects)
    }

    /// The log no longer begins before the position, or ends before it.
    private func leaveRange(
        _ response: FetchResponse, _ index: Int, now: Instant, effects: inout ClientEffects
    ) {
        let position = assignments[index].position
        if position < response.logStart {
            application.skipped(
                partition: response.partition.partition, from: position, to: response.logStart)
            assignments[index].position = response.logStart
            assignments[index].lastFetchedEpoch = nil
            if let membership {
                return resumeAtLogStart(
                    index, from: position, membership, now: now, effects: &effects)
            }
        } else if position > response.highWatermark {
            truncate(index, to: response.highWatermark, epoch: nil)
        } else {
            // The log has moved meanwhile.
            return fetchLater(index, now: now)
        }
        fetch(index, now: now, effects: &effects)
    }

    /// The leader's log departs from what was read at `end`, or before.
    private func truncate(_ index: Int, to end: Offset, epoch: LeaderEpoch?) {
        let position = assignments[index].position
        assignments[index].lastFetchedEpoch = epoch
        guard end < position else { return }
        assignments[index].position = end
        application.truncated(
            partition: assignments[index].partition.partition, from: position, to: end)
    }

    /// Fetches from the partition's leader; where it has none, its controller is asked.
    func fetch(_ index: Int, now: Instant, effects: inout ClientEffects) {
        let assignment = assignments[index]
        assignments[index].retryAt = nil
        guard let leader = assignment.leader else {
            return metadata.refresh(listener: assignment.listener, now: now)
        }
        if let lookup = assignment.lookup {
            guard case .listed(let place) = lookup else { return }
            return sendListOffset(place, index, leader: leader, now: now, effects: &effects)
        }
        fetchCount += 1
        assignments[index].fetchNumber = fetchCount
        var request = FetchRequest(
            partition: assignment.partition, reader: .consumer(id), offset: assignment.position,
            leaderEpoch: assignment.leaderEpoch, bytesMax: configuration.fetchBytesMax,
            waitMax: configuration.fetchWaitMax, lastFetchedEpoch: assignment.lastFetchedEpoch,
            number: fetchCount)
        request.isHarmed = assignment.harmedAt == assignment.position
        request.spent = assignment.spent
        assignments[index].spent = nil
        watchAnswer(
            index, until: now + configuration.fetchWaitMax + configuration.requestTimeout)
        effects.toBrokers.append((leader, assignment.listener, .fetch(request)))
    }

    /// Waits for an answer up to `deadline`.
    func watchAnswer(_ index: Int, until deadline: Instant) {
        assignments[index].deadline = deadline
        if assignments[index].watchedAt == nil { watch(index, until: deadline) }
    }

    /// Fetches again after the back-off.
    func fetchLater(_ index: Int, now: Instant) {
        let time = now + configuration.retryBackoff
        assignments[index].retryAt = time
        timers.insert(IndexTimer(time: time, index: index))
    }

    private func watch(_ index: Int, until deadline: Instant) {
        assignments[index].watchedAt = deadline
        timers.insert(IndexTimer(time: deadline, index: index))
    }

    /// Fetches again what is due, or whose answer does not come.
    func fire(_ timer: IndexTimer, now: Instant, effects: inout ClientEffects) {
        let index = timer.index
        if assignments[index].watchedAt == timer.time { assignments[index].watchedAt = nil }
        if let retryAt = assignments[index].retryAt, retryAt <= now {
            return fetch(index, now: now, effects: &effects)
        }
        guard let deadline = assignments[index].deadline else { return }
        if deadline <= now {
            metadata.refresh(listener: assignments[index].listener, now: now)
            fetch(index, now: now, effects: &effects)
        } else if assignments[index].watchedAt == nil {
            watch(index, until: deadline)
        }
    }

    /// The connection to a broker's listener broke: what is under way on it will not be answered.
    package func disconnected(
        _ broker: BrokerID, listener: Int, now: Instant, effects: inout ClientEffects
    ) {
        for index in assignments.indices {
            guard assignments[index].leader == broker, assignments[index].listener == listener,
                assignments[index].deadline != nil
            else { continue }
            assignments[index].deadline = nil
            metadata.refresh(listener: listener, now: now)
            fetchLater(index, now: now)
        }
        if let membership, membership.coordinator == broker, membership.listener == listener {
            coordinatorDisconnected(membership, now: now, effects: &effects)
        }
        finishStep(now: now, effects: &effects)
    }

    /// Takes a controller's answer: assigned partitions follow their leaders at once. What is
    /// older than what is known is ignored.
    package func handle(
        _ answer: TopicMetadata, now: Instant, effects: inout ClientEffects
    ) {
        if let membership {
            adoptMetadata(answer, membership, now: now, effects: &effects)
            guard answer.topic == membership.settings.topic else {
                return finishStep(now: now, effects: &effects)
            }
        }
        var isLeaderless = false
        var listener: Int?
        for found in answer.partitions {
            guard let index = index(of: found.partition),
                assignments[index].partition.topic == answer.topic
            else { continue }
            listener = assignments[index].listener
            adopt(found, index, now: now, effects: &effects)
            if assignments[index].leader == nil { isLeaderless = true }
        }
        if let listener {
            metadata.answered(listener: listener, now: now)
            if isLeaderless { metadata.refresh(listener: listener, now: now) }
        }
        finishStep(now: now, effects: &effects)
    }

    private func adopt(
        _ found: TopicMetadata.Partition, _ index: Int, now: Instant,
        effects: inout ClientEffects
    ) {
        let known = assignments[index]
        let hasFoundLeader =
            found.leaderEpoch == known.leaderEpoch && known.leader == nil && found.leader != nil
        guard found.leaderEpoch > known.leaderEpoch || hasFoundLeader else { return }
        assignments[index].leader = found.leader
        assignments[index].leaderEpoch = found.leaderEpoch
        assignments[index].deadline = nil
        if known.fetched == nil { fetch(index, now: now, effects: &effects) }
    }
}
