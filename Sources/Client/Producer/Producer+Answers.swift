import DequeModule
package import Messages
package import Records

/// How attempts at batches end, and batches with them.
extension Producer {
    /// Takes a broker's answer. One that was given up before, or went to a producer that this one
    /// stands in for, is ignored.
    package func handle(
        _ request: ProduceRequest, now: Instant, effects: inout ClientEffects
    ) {
        let index = request.connection
        guard connections.indices.contains(index),
            let place = connections[index].underWay.firstIndex(where: {
                $0.number == request.number
            })
        else { return }
        var sent = connections[index].underWay.remove(at: place)
        spare(&sent)
        connections[index].failures = 0
        for entry in request.entries where batches[entry.ticket]?.request == request.number {
            // A broker may keep a batch, and a link that repeats a message carries copies.
            if entry.batch !== batches[entry.ticket]?.buffer {
                batches[entry.ticket]?.isShared = true
            }
            batches[entry.ticket]?.request = 0
            if entry.error == .none {
                acknowledge(entry, now: now)
            } else {
                fail(entry.ticket, entry.error, now: now)
            }
        }
        request.entries.removeAll(keepingCapacity: true)
        spareRequests.append(request)
        send(now: now, effects: &effects)
    }

    /// Keeps the memory of a request's tickets for another one.
    private func spare(_ sent: inout SentRequest) {
        var tickets: [Int] = []
        swap(&tickets, &sent.tickets)
        tickets.removeAll(keepingCapacity: true)
        spareTickets.append(tickets)
    }

    private func acknowledge(_ entry: ProduceRequest.Entry, now: Instant) {
        lanes[entry.partition.partition.index].isEstablished = true
        end(entry.ticket, baseOffset: entry.baseOffset, error: .none, now: now)
    }

    /// The connection to a broker's listener broke: what is under way on it will not be answered.
    package func disconnected(
        _ broker: BrokerID, listener: Int, now: Instant, effects: inout ClientEffects
    ) {
        guard !isAbandoned,
            let index = connections.firstIndex(where: {
                $0.broker == broker && $0.listener == listener
            })
        else { return }
        breakDown(index, now: now)
        send(now: now, effects: &effects)
    }

    /// Gives up connections on which an answer is overdue.
    func endOverdue(now: Instant) {
        for index in connections.indices {
            if let first = connections[index].underWay.first, first.deadline <= now {
                breakDown(index, now: now)
            }
        }
    }

    /// Fails every request on a connection, oldest first, and lets the connection rest.
    private func breakDown(_ index: Int, now: Instant) {
        if connections[index].readyAt <= now {
            connections[index].failures += 1
            connections[index].readyAt = now + backoff.pause(after: connections[index].failures)
        }
        metadata.refresh(listener: connections[index].listener, now: now)
        while var sent = connections[index].underWay.popFirst() {
            let error: ErrorCode = sent.deadline <= now ? .requestTimedOut : .networkException
            for ticket in sent.tickets where batches[ticket]?.request == sent.number {
                batches[ticket]?.isShared = true
                batches[ticket]?.request = 0
                fail(ticket, error, now: now)
            }
            spare(&sent)
        }
    }

    /// An attempt at a batch failed: the batch will be sent again, or has come to its end.
    private func fail(_ ticket: Int, _ error: ErrorCode, now: Instant) {
        guard let batch = batches[ticket] else { return }
        let lane = batch.partition
        guard !batch.isReported else {
            return end(ticket, baseOffset: .zero, error: error, now: now)
        }
        tellFailure(batch, error, now: now)
        if error.asksForMetadata { metadata.refresh(listener: lanes[lane].listener, now: now) }
        batches[ticket]?.lastError = error
        if error.mayHaveAppended { batches[ticket]?.openError = error }
        guard isWorthRetrying(ticket, error, now: now) else {
            let final = error.provesNothingAppended ? batch.openError ?? error : error
            return end(ticket, baseOffset: .zero, error: final, now: now)
        }
        batches[ticket]?.retryAt = now + backoff.pause(after: batch.attempts)
        wait(ticket, lane)
        beginEpochIfSettled(lane)
        enqueue(lane)
    }

    private func isWorthRetrying(_ ticket: Int, _ error: ErrorCode, now: Instant) -> Bool {
        guard let batch = batches[ticket], batch.attempts <= configuration.retriesMax,
            now < batch.openedAt + configuration.deliveryTimeout
        else { return false }
        if error == .outOfOrderSequenceNumber { return isRepairable(ticket) }
        return error.isRetriable
    }

    /// Puts a batch among those to be sent again. As in Kafka it goes before all others, so that
    /// batches that failed together come out turned round; an idempotent producer's goes where
    /// its sequence belongs.
    private func wait(_ ticket: Int, _ lane: Int) {
        guard configuration.isIdempotent, let batch = batches[ticket] else {
            return lanes[lane].waiting.prepend(ticket)
        }
        let place = lanes[lane].waiting.firstIndex {
            (batches[$0]?.firstSequence ?? 0) > batch.firstSequence
        }
        lanes[lane].waiting.insert(ticket, at: place ?? lanes[lane].waiting.endIndex)
    }

    /// A batch has its outcome.
    ///
    /// - Precondition: it is not among those to be sent again.
    func end(_ ticket: Int, baseOffset: Offset, error: ErrorCode, now: Instant) {
        guard let batch = batches[ticket] else { return }
        batches[ticket] = nil
        freeTickets.append(ticket)
        lanes[batch.partition].removePending(ticket)
        // A buffer that a broker may still hold is left to whoever holds it last.
        if batch.request == 0, !batch.isShared { pool.give(batch.buffer) }
        if !batch.isReported { tell(batch, baseOffset: baseOffset, error: error, now: now) }
        accumulator.release(chargedBytes: batch.chargedBytes, times: batch.times)
        if configuration.isIdempotent {
            if error != .none { noteGap(after: error, batch.partition) }
            beginEpochIfSettled(batch.partition)
        }
        unpark(batch.partition)
    }

    func tell(_ batch: PendingBatch, baseOffset: Offset, error: ErrorCode, now: Instant) {
        let isHidden =
            !error.provesNothingAppended && error != .none
            && configuration.plantedBugs.has(.takesOpenForFailed)
        let error = isHidden ? ErrorCode.notLeaderOrFollower : error
        application.completed(
            CompletedBatch(
                partition: PartitionIndex(batch.partition), firstSequence: batch.firstSequence,
                recordCount: batch.recordCount, baseOffset: baseOffset, error: error,
                times: batch.times, valueBytes: batch.valueBytes, attempts: batch.attempts,
                leaderEpoch: batch.leaderEpoch),
            now: now)
    }

    func tellFailure(_ batch: PendingBatch, _ error: ErrorCode, now: Instant) {
        application.attemptFailed(
            partition: PartitionIndex(batch.partition), leaderEpoch: batch.leaderEpoch,
            error: error, sentAt: batch.sentAt, now: now)
    }
}
