import Messages
import Records
import Replication
import Storage

extension Broker {
    /// Appends each batch that may be appended; the request goes back when all have an outcome.
    func produce(_ request: ProduceRequest, now: Instant, effects: inout BrokerEffects) {
        request.unansweredEntries = request.entries.count
        let deadline = now + request.timeout
        for index in request.entries.indices {
            let error = append(
                request, entry: index, deadline: deadline, now: now, effects: &effects)
            if error != .none { answer(request, entry: index, error, effects: &effects) }
        }
    }

    /// Asks for one batch's append, or answers why not.
    private func append(
        _ request: ProduceRequest, entry: Int, deadline: Instant, now: Instant,
        effects: inout BrokerEffects
    ) -> ErrorCode {
        guard let batch = request.entries[entry].batch else { return .corruptMessage }
        guard let replica = replica(of: request.entries[entry].partition) else {
            return .unknownTopicOrPartition
        }
        guard let epoch = replica.leadership?.epoch else { return .notLeaderOrFollower }
        guard request.acks != .all || replica.leadership?.hasEnoughReplicas == true else {
            return .notEnoughReplicas
        }
        do throws(RecordError) {
            let header = try BatchHeader.validated(batch.bytes)
            guard header.byteCount == batch.count else { return .corruptMessage }
        } catch { return .corruptMessage }
        do throws(StorageError) {
            let result = try replica.log.appendAsLeader(
                batch, epoch: epoch, now: now, requests: &effects.disk)
            request.entries[entry].batch = nil
            request.entries[entry].baseOffset = result.baseOffset
            replica.appends.append(
                Replica.PendingAppend(
                    request: request, entry: entry, nextOffset: result.nextOffset,
                    deadline: deadline))
            return .none
        } catch .batchTooLarge { return .recordListTooLarge } catch { return .kafkaStorageError }
    }

    /// Gives an entry its outcome and sends the request back after the last one; at acks=0 too,
    /// where it stands for the room that a socket's window would give.
    private func answer(
        _ request: ProduceRequest, entry: Int, _ error: ErrorCode, effects: inout BrokerEffects
    ) {
        request.entries[entry].error = error
        request.unansweredEntries -= 1
        if request.unansweredEntries == 0 {
            effects.toClients.append((request.client, .produced(request)))
        }
    }

    /// Takes up what waited for an append or sync of this replica.
    func logMoved(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        let end = replica.log.logEnd
        let failed = replica.log.hasFailed
        while let append = replica.appends.first, failed || append.nextOffset <= end {
            replica.appends.removeFirst()
            if append.nextOffset > end {
                answer(append.request, entry: append.entry, .kafkaStorageError, effects: &effects)
            } else if append.request.acks == .all {
                replica.uncommitted.append(append)
            } else {
                answer(append.request, entry: append.entry, .none, effects: &effects)
            }
        }
        if replica.leadership != nil {
            effects.logEnds.append((replica.partition, end))
            updateHighWatermark(replica, now: now, effects: &effects)
            wakeParked(replica, effects: &effects)
        } else {
            followAgain(replica, effects: &effects)
        }
    }

    /// Raises the leader's high watermark where it can be and answers what waited for it.
    func updateHighWatermark(
        _ replica: Replica, now: Instant, effects: inout BrokerEffects
    ) {
        let end = replica.log.logEnd
        guard replica.leadership?.advanceHighWatermark(leaderEnd: end) == true,
            let leadership = replica.leadership
        else { return }
        replica.highWatermark = leadership.highWatermark
        let enough = leadership.hasEnoughReplicas
        while let append = replica.uncommitted.first,
            append.nextOffset <= replica.highWatermark
        {
            replica.uncommitted.removeFirst()
            answer(
                append.request, entry: append.entry,
                enough ? .none : .notEnoughReplicasAfterAppend, effects: &effects)
        }
    }

    /// Fails sends whose time is up and answers fetches that waited long enough.
    func expire(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        while let append = replica.uncommitted.first, append.deadline <= now {
            replica.uncommitted.removeFirst()
            answer(append.request, entry: append.entry, .requestTimedOut, effects: &effects)
        }
        if replica.fetchIsDue {
            replica.fetchIsDue = false
            followAgain(replica, effects: &effects)
        }
        guard replica.parked.contains(where: { $0.deadline <= now }) else { return }
        let expired = replica.parked.filter { $0.deadline <= now }
        replica.parked.removeAll { $0.deadline <= now }
        for fetch in expired {
            respond(
                replica, fetch.request, error: .none, batches: nil, effects: &effects)
        }
    }
}
