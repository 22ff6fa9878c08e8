import DequeModule
package import Messages
package import Records

/// A producer of one topic: a step function over its application, answers and time.
///
/// It keeps `max.in.flight` requests on each connection, one batch of each partition in a
/// request, oldest first. Owned by one thread at a time.
package final class Producer {
    package let id: ClientID
    let configuration: ProducerConfiguration
    private let topic: TopicID
    private let pool: BufferPool
    private let application: any ProducerApplication
    private var accumulator: RecordAccumulator
    private var connections: [Connection]
    private let connectionOfPartition: [Int]
    /// Batches under way, by the ticket that their entry carries.
    private var inFlight: [InFlightBatch?] = []
    private var freeTickets: [Int] = []
    private var spareRequests: [ProduceRequest] = []
    /// When the next open batch's linger ends.
    private var nextLinger = Instant.distantFuture
    /// Whether everything is to be sent without lingering.
    private var isFlushing = false
    /// How the application's last turn ended.
    private var lastFill = FillOutcome.done

    /// A connection to one listener of one broker.
    private struct Connection {
        let broker: BrokerID
        let listener: Int
        var requestsInFlight = 0
        /// Partitions that have something to send, in the order in which they are served.
        var queued: Deque<Int> = []
        /// Open batches in the order in which they were opened, which is that of their linger's
        /// end; some have become full and gone since.
        var lingering: Deque<OpenedBatch> = []
    }

    private struct InFlightBatch {
        let partition: PartitionIndex
        let times: SendTimes
        let chargedBytes: Int
        let firstSequence: UInt64
        let recordCount: Int
    }

    /// - Parameter partitions: where each partition of the topic is, in order.
    package init(
        id: ClientID, topic: TopicID, partitions: [PartitionMetadata],
        configuration: ProducerConfiguration, pool: BufferPool,
        application: any ProducerApplication
    ) {
        self.id = id
        self.topic = topic
        self.configuration = configuration
        self.pool = pool
        self.application = application
        accumulator = RecordAccumulator(
            partitions: partitions.count, batchBytes: configuration.batchBytes,
            bufferMemoryBytes: configuration.bufferMemoryBytes, pool: pool)
        var connections: [Connection] = []
        connectionOfPartition = partitions.map { metadata in
            if let known = connections.firstIndex(where: {
                $0.broker == metadata.leader && $0.listener == metadata.listener
            }) {
                return known
            }
            connections.append(
                Connection(broker: metadata.leader, listener: metadata.listener))
            return connections.count - 1
        }
        self.connections = connections
    }

    /// When `step` wants to be called next, if nothing else happens before. Without memory for
    /// another record only an answer helps.
    package var nextStep: Instant {
        switch lastFill {
        case .more: Instant(Int64.min)
        case .done: min(nextLinger, application.nextDue ?? .distantFuture)
        case .refused, .enough: nextLinger
        }
    }

    /// Whether nothing waits and nothing is in flight.
    package var isIdle: Bool { accumulator.usedBytes == 0 }

    /// How many records this producer has taken for a partition.
    package func recordCount(of partition: PartitionIndex) -> Int {
        Int(accumulator.recordCount(of: partition))
    }

    /// Sends everything from now on without lingering.
    package func flush() { isFlushing = true }

    /// Takes the records that are due and sends what is ready.
    package func step(now: Instant, effects: inout ClientEffects) {
        lastFill = application.fill(&accumulator, now: now)
        send(now: now, effects: &effects)
    }

    /// Takes a broker's answer.
    package func handle(
        _ request: ProduceRequest, now: Instant, effects: inout ClientEffects
    ) {
        connections[request.connection].requestsInFlight -= 1
        for entry in request.entries {
            if let batch = entry.batch { pool.give(batch) }
            finish(
                ticket: entry.ticket, baseOffset: entry.baseOffset, error: entry.error, now: now,
                isReported: request.acks == .none)
        }
        request.entries.removeAll(keepingCapacity: true)
        spareRequests.append(request)
        send(now: now, effects: &effects)
    }

    /// Sends on each connection that has room what is ready for it.
    private func send(now: Instant, effects: inout ClientEffects) {
        accumulator.takeOpened { batch, isNewlyQueued in
            let connection = connectionOfPartition[batch.partition]
            connections[connection].lingering.append(batch)
            if isNewlyQueued { connections[connection].queued.append(batch.partition) }
        }
        nextLinger = .distantFuture
        for index in connections.indices {
            guard connections[index].requestsInFlight < configuration.maxInFlight else { continue }
            endLingers(index, now: now)
            while connections[index].requestsInFlight < configuration.maxInFlight,
                let request = drain(index, now: now)
            {
                connections[index].requestsInFlight += 1
                effects.toBrokers.append(
                    (
                        connections[index].broker, connections[index].listener,
                        .produce(request)
                    ))
                if request.acks == .none { report(request, now: now) }
            }
            if let first = connections[index].lingering.first {
                nextLinger = min(nextLinger, first.openedAt + configuration.linger)
            }
        }
        // What was sent or came to its end may have made room.
        switch lastFill {
        case .refused where !accumulator.isExhausted: lastFill = .more
        case .enough where !accumulator.hasAmple: lastFill = .more
        default: break
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

    /// Collects one request for a connection, or nil where nothing is ready.
    private func drain(_ connection: Int, now: Instant) -> ProduceRequest? {
        var request: ProduceRequest?
        var bytes = 0
        for _ in 0..<connections[connection].queued.count {
            guard bytes < configuration.requestBytesMax,
                let partition = connections[connection].queued.popFirst()
            else { break }
            let (batch, hasMore) = accumulator.takeBatch(partition: partition)
            if hasMore { connections[connection].queued.append(partition) }
            guard let batch, let entry = close(batch, partition: partition, now: now)
            else { continue }
            let target = request ?? spareRequest(connection)
            target.entries.append(entry)
            bytes += entry.byteCount
            request = target
        }
        return request
    }

    private func spareRequest(_ connection: Int) -> ProduceRequest {
        guard let request = spareRequests.popLast() else {
            return ProduceRequest(
                client: id, acks: configuration.acks, timeout: configuration.requestTimeout,
                connection: connection)
        }
        request.connection = connection
        return request
    }

    /// Completes a batch's bytes; nil where its codec failed, which fails the batch.
    private func close(
        _ batch: ReadyBatch, partition: Int, now: Instant
    ) -> ProduceRequest.Entry? {
        let records = batch.builder.recordCount
        let ticket = freeTickets.popLast() ?? inFlight.count
        if ticket == inFlight.count { inFlight.append(nil) }
        inFlight[ticket] = InFlightBatch(
            partition: PartitionIndex(partition), times: batch.times,
            chargedBytes: batch.chargedBytes, firstSequence: batch.firstSequence,
            recordCount: records)
        do throws(RecordError) {
            let bytes = try batch.builder.finish(codec: configuration.codec, pool: pool)
            return ProduceRequest.Entry(
                partition: TopicPartition(topic: topic, partition: PartitionIndex(partition)),
                batch: bytes, recordCount: records, ticket: ticket)
        } catch {
            finish(
                ticket: ticket, baseOffset: .zero, error: .corruptMessage, now: now,
                isReported: false)
            return nil
        }
    }

    /// At acks=0 a batch counts once it has been sent.
    private func report(_ request: ProduceRequest, now: Instant) {
        for entry in request.entries {
            guard let batch = inFlight[entry.ticket] else { continue }
            tell(batch, baseOffset: .zero, error: .none, now: now)
        }
    }

    private func finish(
        ticket: Int, baseOffset: Offset, error: ErrorCode, now: Instant, isReported: Bool
    ) {
        guard let batch = inFlight[ticket] else { return }
        inFlight[ticket] = nil
        freeTickets.append(ticket)
        if !isReported { tell(batch, baseOffset: baseOffset, error: error, now: now) }
        accumulator.release(chargedBytes: batch.chargedBytes, times: batch.times)
    }

    private func tell(
        _ batch: InFlightBatch, baseOffset: Offset, error: ErrorCode, now: Instant
    ) {
        application.completed(
            CompletedBatch(
                partition: batch.partition, firstSequence: batch.firstSequence,
                recordCount: batch.recordCount, baseOffset: baseOffset, error: error,
                times: batch.times),
            now: now)
    }
}
