import DequeModule
import HeapModule
import Messages
import Records

/// What is sent when.
extension Producer {
    /// Does what is due, and sends on each connection that has room what is ready for it.
    func send(now: Instant, effects: inout ClientEffects) {
        takeOpened()
        while let timer = timers.min, timer.time <= now {
            timers.removeMin()
            fire(timer, now: now)
        }
        if nextDeadline <= now { endOverdue(now: now) }
        metadata.takeDue(now: now) { listener in
            effects.toController.append((listener, .metadata(id, topic)))
        }
        nextDeadline = .distantFuture
        nextWake = metadata.next
        for index in connections.indices where index != ProducerConnection.nowhere {
            serve(index, now: now, effects: &effects)
            if let first = connections[index].underWay.first {
                nextDeadline = min(nextDeadline, first.deadline)
            }
        }
        nextWake = min(nextWake, nextDeadline, timers.min?.time ?? .distantFuture)
        // What was sent or came to its end may have made room.
        switch lastFill {
        case .refused where !accumulator.isExhausted: lastFill = .more
        case .enough where !accumulator.hasAmple: lastFill = .more
        default: break
        }
    }

    /// Hands the batches that were opened to their connections.
    private func takeOpened() {
        accumulator.takeOpened { batch, isNewlyQueued in
            let connection = lanes[batch.partition].connection
            connections[connection].lingering.append(batch)
            if isNewlyQueued { connections[connection].queued.append(batch.partition) }
            if lanes[batch.partition].deadline == nil {
                watch(batch.partition, until: batch.openedAt + configuration.deliveryTimeout)
            }
        }
    }

    /// Sends on one connection, and notes when it wants the next turn.
    private func serve(_ index: Int, now: Instant, effects: inout ClientEffects) {
        guard connections[index].underWay.count < configuration.maxInFlight else { return }
        guard connections[index].readyAt <= now else {
            if connections[index].hasSomethingToSend {
                nextWake = min(nextWake, connections[index].readyAt)
            }
            return
        }
        endLingers(index, now: now)
        while connections[index].underWay.count < configuration.maxInFlight,
            let broker = connections[index].broker, let request = drain(index, now: now)
        {
            effects.toBrokers.append((broker, connections[index].listener, .produce(request)))
            if configuration.acks == .none { report(request, now: now) }
        }
        if let first = connections[index].lingering.first {
            nextWake = min(nextWake, first.openedAt + configuration.linger)
        }
    }

    /// Queues the partitions whose open batch has lingered long enough.
    private func endLingers(_ connection: Int, now: Instant) {
        let isImmediate =
            isFlushing || accumulator.isExhausted || configuration.linger == .zero
        while let first = connections[connection].lingering.first {
            if accumulator.isOpen(first) {
                guard isImmediate || first.openedAt + configuration.linger <= now else { return }
                if accumulator.endLinger(partition: first.partition) {
                    connections[connection].queued.append(first.partition)
                }
            }
            connections[connection].lingering.removeFirst()
        }
    }

    /// Collects one request for a connection and notes it as sent, or answers nil where nothing
    /// is ready.
    private func drain(_ connection: Int, now: Instant) -> ProduceRequest? {
        var request: ProduceRequest?
        var tickets: [Int] = []
        var bytes = 0
        for _ in 0..<connections[connection].queued.count {
            guard bytes < configuration.requestBytesMax,
                let partition = connections[connection].queued.popFirst()
            else { break }
            guard let ticket = takeNext(partition, now: now) else { continue }
            if request == nil {
                request = spareRequest(connection)
                tickets = spareTickets.popLast() ?? []
            }
            guard let request else { break }
            bytes += load(ticket, of: partition, into: request, now: now)
            tickets.append(ticket)
        }
        guard let request else { return nil }
        request.sentAt = now
        connections[connection].underWay.append(
            SentRequest(
                number: request.number, deadline: now + configuration.requestTimeout,
                tickets: tickets))
        return request
    }

    private func spareRequest(_ connection: Int) -> ProduceRequest {
        let request =
            spareRequests.popLast()
            ?? ProduceRequest(
                client: id, acks: configuration.acks, timeout: configuration.requestTimeout,
                connection: connection)
        request.connection = connection
        request.number = nextRequest
        nextRequest += 1
        return request
    }

    /// Puts a batch into a request. Answers its bytes.
    private func load(
        _ ticket: Int, of partition: Int, into request: ProduceRequest, now: Instant
    ) -> Int {
        takeOwnBuffer(ticket)
        guard let batch = batches[ticket] else { return 0 }
        batches[ticket]?.attempts = batch.attempts + 1
        batches[ticket]?.request = request.number
        batches[ticket]?.leaderEpoch = lanes[partition].leaderEpoch
        batches[ticket]?.sentAt = now
        request.entries.append(
            ProduceRequest.Entry(
                partition: TopicPartition(topic: topic, partition: PartitionIndex(partition)),
                batch: batch.buffer, recordCount: batch.recordCount, ticket: ticket))
        return batch.buffer.count
    }

    /// Copies a batch whose buffer an earlier request may still hold: two brokers that both take
    /// themselves for the leader would write their offsets over each other's.
    func takeOwnBuffer(_ ticket: Int) {
        guard let batch = batches[ticket], batch.isShared else { return }
        let copy = pool.take(atLeast: batch.buffer.count)
        copy.base.copyMemory(
            from: batch.buffer.base + batch.buffer.start, byteCount: batch.buffer.count)
        copy.end = batch.buffer.count
        batches[ticket]?.buffer = copy
        batches[ticket]?.isShared = false
    }

    /// At acks=0 a batch counts once it has been sent.
    private func report(_ request: ProduceRequest, now: Instant) {
        for entry in request.entries {
            guard let batch = batches[entry.ticket] else { continue }
            batches[entry.ticket]?.isReported = true
            tell(batch, baseOffset: .zero, error: .none, now: now)
        }
    }
}
