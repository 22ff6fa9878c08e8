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
        guard let epoch = replica.leadership?.epoch else {
            return replica.log.hasFailed ? .kafkaStorageError : .notLeaderOrFollower
        }
        guard request.acks != .all || replica.leadership?.hasEnoughReplicas == true else {
            effects.events.append(.notEnoughReplicas(replica.partition))
            return .notEnoughReplicas
        }
        guard batch.count <= replica.configuration.segmentBytes else {
            return .recordListTooLarge
        }
        do throws(RecordError) {
            let header = try BatchHeader.validated(batch.bytes)
            guard header.byteCount == batch.count, header.isDense else { return .corruptMessage }
            if replica.configuration.cleanupPolicy.compacts, try !hasKeys(header) {
                return .invalidRecord
            }
        } catch { return .corruptMessage }
        do throws(StorageError) {
            let result = try replica.log.appendAsLeader(
                batch, epoch: epoch, now: now, requests: &effects.disk)
            request.entries[entry].baseOffset = result.baseOffset
            let append = Replica.PendingAppend(
                request: request, entry: entry, nextOffset: result.nextOffset,
                deadline: deadline)
            switch result.outcome {
            case .appended:
                replica.appends.append(append)
                replica.passages?.append(
                    from: result.baseOffset, to: result.nextOffset, sentAt: request.sentAt,
                    now: now)
                appended(to: replica, now: now)
            case .duplicate where result.nextOffset > replica.log.logEnd:
                replica.appends.insert(append)
            case .duplicate: written(append, replica, effects: &effects)
            }
            return .none
        } catch {
            refused(replica, error, now: now, effects: &effects)
            return code(of: error)
        }
    }

    /// Whether every record of a valid batch has a key. One without could never be compacted.
    private func hasKeys(_ header: BatchHeader) throws(RecordError) -> Bool {
        let plain =
            header.codec == Codec.none ? nil : try Compression.decompress(header, pool: pool)
        defer { if let plain { pool.give(plain) } }
        var cursor = RecordCursor(validated: plain.map { BatchHeader(at: $0.base) } ?? header)
        while let record = try cursor.next() {
            if record.key == nil { return false }
        }
        return true
    }

    /// What a producer is told of its log's refusal.
    func code(of error: StorageError) -> ErrorCode {
        switch error {
        case .batchTooLarge: .recordListTooLarge
        case .outOfOrderSequence: .outOfOrderSequenceNumber
        case .staleProducerEpoch: .invalidProducerEpoch
        case .invalidBatch: .corruptMessage
        default: .kafkaStorageError
        }
    }

    /// Sees to it that `tick` does what an append brings with it.
    func appended(to replica: Replica, now: Instant) {
        if let interval = replica.configuration.flushInterval { wake(replica, at: now + interval) }
        wakeToDelete(replica, now: now)
        if let time = replica.configuration.retentionTime { wake(replica, at: now + time) }
    }

    /// Takes a replica offline whose disk refused to let an append be prepared.
    func refused(
        _ replica: Replica, _ error: StorageError, now: Instant, effects: inout BrokerEffects
    ) {
        guard case .disk = error else { return }
        effects.failures.append(error)
        replica.log.fail()
        logMoved(replica, now: now, effects: &effects)
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
        while let next = replica.appends.first, failed || next.nextOffset <= end {
            replica.appends.removeFirst()
            if next.nextOffset > end {
                answer(next.request, entry: next.entry, .kafkaStorageError, effects: &effects)
            } else {
                written(next, replica, effects: &effects)
            }
        }
        if failed { takeOffline(replica.partition, now: now, effects: &effects) }
        failUncommittable(replica, effects: &effects)
        if replica.leadership != nil {
            effects.logEnds.append((replica.partition, end))
            replica.passages?.write(to: end, now: now)
            updateHighWatermark(replica, now: now, effects: &effects)
            wakeParked(replica, effects: &effects)
        } else {
            followAgain(replica, now: now, effects: &effects)
        }
    }

    /// Answers a batch that is written, or lets it wait for the in-sync replicas.
    private func written(
        _ append: Replica.PendingAppend, _ replica: Replica, effects: inout BrokerEffects
    ) {
        if append.request.acks == .all, append.nextOffset > replica.highWatermark,
            !settings.plantedBugs.has(.answersBeforeReplication)
        {
            replica.uncommitted.insert(append)
            wake(replica, at: append.deadline)
        } else {
            answer(append.request, entry: append.entry, .none, effects: &effects)
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
        replica.passages?.commit(to: leadership.highWatermark, now: now)
        wakeToDelete(replica, now: now)
        while let append = replica.uncommitted.first,
            append.nextOffset <= replica.highWatermark
        {
            replica.uncommitted.removeFirst()
            answer(append.request, entry: append.entry, .none, effects: &effects)
        }
        if replica.coordination != nil { commitGroups(replica, now: now, effects: &effects) }
    }

    /// Answers the sends that are written and cannot be committed for now: the in-sync set has
    /// become too small, or this replica no longer leads. What becomes of them is not known, so
    /// that no error will do that says they were not appended.
    func failUncommittable(_ replica: Replica, effects: inout BrokerEffects) {
        guard !replica.uncommitted.isEmpty, replica.leadership?.hasEnoughReplicas != true,
            replica.leadership == nil || !settings.plantedBugs.has(.checksMinInsyncOnce)
        else { return }
        while let append = replica.uncommitted.popFirst() {
            if replica.leadership != nil {
                effects.events.append(.notEnoughReplicas(replica.partition))
            }
            let isConfirmed =
                replica.leadership == nil && settings.plantedBugs.has(.confirmsWhenDeposed)
            answer(
                append.request, entry: append.entry,
                isConfirmed ? .none : .notEnoughReplicasAfterAppend, effects: &effects)
        }
    }
}
