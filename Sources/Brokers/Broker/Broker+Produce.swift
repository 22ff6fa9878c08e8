import DequeModule
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
        guard batch.count <= replica.configuration.segmentBytes else {
            return .recordListTooLarge
        }
        do throws(RecordError) {
            let header = try BatchHeader.validated(batch.bytes)
            guard header.byteCount == batch.count else { return .corruptMessage }
        } catch { return .corruptMessage }
        do throws(StorageError) {
            let result = try replica.log.appendAsLeader(
                batch, epoch: epoch, now: now, requests: &effects.disk)
            request.entries[entry].baseOffset = result.baseOffset
            replica.appends.append(
                Replica.PendingAppend(
                    request: request, entry: entry, nextOffset: result.nextOffset,
                    deadline: deadline))
            appended(to: replica, now: now)
            return .none
        } catch .batchTooLarge { return .recordListTooLarge } catch {
            report(error, effects: &effects)
            return .kafkaStorageError
        }
    }

    /// Sees to it that `tick` does what an append brings with it.
    func appended(to replica: Replica, now: Instant) {
        if let interval = replica.configuration.flushInterval { wake(replica, at: now + interval) }
        if replica.configuration.retentionBytes != nil, replica.log.segments.count > 1 {
            wake(replica, at: now)
        }
    }

    /// Tells of what the disk refused while an append was prepared.
    func report(_ error: StorageError, effects: inout BrokerEffects) {
        if case .disk = error { effects.failures.append(error) }
    }

    /// Gives an entry its outcome and sends the request back after the last one; at acks=0 too,
    /// where it stands for the room that a socket's window would give.
    func answer(
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
        while let next = replica.appends.first, failed || next.nextOffset <= end,
            let append = replica.takeAppend()
        {
            if append.nextOffset > end {
                answer(append.request, entry: append.entry, .kafkaStorageError, effects: &effects)
            } else if append.request.acks == .all {
                replica.uncommitted.append(append)
                wake(replica, at: append.deadline)
            } else {
                answer(append.request, entry: append.entry, .none, effects: &effects)
            }
        }
        failUncommittable(replica, effects: &effects)
        if replica.leadership != nil {
            effects.logEnds.append((replica.partition, end))
            updateHighWatermark(replica, now: now, effects: &effects)
            wakeParked(replica, effects: &effects)
        } else {
            followAgain(replica, now: now, effects: &effects)
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
        while let append = replica.uncommitted.first,
            append.nextOffset <= replica.highWatermark
        {
            replica.uncommitted.removeFirst()
            answer(append.request, entry: append.entry, .none, effects: &effects)
        }
    }

    /// Answers the sends that are written and cannot be committed for now: the in-sync set has
    /// become too small, or this replica no longer leads. What becomes of them is not known.
    func failUncommittable(_ replica: Replica, effects: inout BrokerEffects) {
        guard !replica.uncommitted.isEmpty, replica.leadership?.hasEnoughReplicas != true
        else { return }
        let error: ErrorCode =
            replica.leadership == nil ? .notLeaderOrFollower : .notEnoughReplicasAfterAppend
        while let append = replica.uncommitted.popFirst() {
            answer(append.request, entry: append.entry, error, effects: &effects)
        }
    }
}
