import HeapModule
package import Messages
package import Records

/// A producer of one topic: a step function over its application, answers and time.
///
/// It keeps `max.in.flight` requests on each connection, one batch of each partition in a
/// request, oldest first; sends batches again that failed, and finds the partitions' leaders.
/// Owned by one thread at a time.
package final class Producer {
    package let id: ClientID
    let configuration: ProducerConfiguration
    let topic: TopicID
    let pool: BufferPool
    let application: any ProducerApplication
    let backoff: Backoff
    var accumulator: RecordAccumulator
    /// One for each partition that the topic may come to have.
    var lanes: [ProducerLane]
    var connections: [ProducerConnection]
    /// How many partitions are in use: as many as are known, from the first on.
    package internal(set) var partitionCount: Int
    /// Batches without an outcome, by the ticket that their entry carries.
    var batches: [PendingBatch?] = []
    var freeTickets: [Int] = []
    var spareRequests: [ProduceRequest] = []
    var spareTickets: [[Int]] = []
    /// What the next request is numbered with.
    var nextRequest: UInt64 = 1
    var metadata: MetadataSchedule
    /// Partitions whose batches are to be sent again or to be given up.
    var timers = Heap<IndexTimer>()
    /// Before this no answer is overdue.
    var nextDeadline = Instant.distantFuture
    /// When something is to be done, apart from the application's records.
    var nextWake = Instant.distantFuture
    /// Whether everything is to be sent without lingering.
    var isFlushing = false
    var isAbandoned = false
    /// How the application's last turn ended.
    var lastFill = FillOutcome.done

    /// - Parameters:
    ///   - partitions: where each partition of the topic is, in order.
    ///   - listeners: the listener of each partition that the topic may come to have, those of
    ///     `partitions` first; nil where it gets no more.
    ///   - remains: what a producer left that crashed and that this one stands in for.
    /// - Precondition: an idempotent producer has at most 5 in flight and waits for acks.
    package init(
        id: ClientID, topic: TopicID, partitions: [PartitionMetadata], listeners: [Int]? = nil,
        configuration: ProducerConfiguration, pool: BufferPool,
        application: any ProducerApplication, remains: ProducerRemains? = nil
    ) {
        precondition(
            !configuration.isIdempotent
                || (configuration.maxInFlight <= 5 && configuration.acks != .none),
            "an idempotent producer has at most 5 in flight and waits for acks")
        let listeners = listeners ?? partitions.map(\.listener)
        self.id = id
        self.topic = topic
        self.configuration = configuration
        self.pool = pool
        self.application = application
        backoff = Backoff(first: configuration.retryBackoff, max: configuration.retryBackoffMax)
        accumulator = RecordAccumulator(
            partitions: listeners.count, batchBytes: configuration.batchBytes,
            bufferMemoryBytes: configuration.bufferMemoryBytes, pool: pool,
            headers: configuration.headers)
        if let remains {
            accumulator.resume(sequences: remains.sequences)
            nextRequest = remains.firstRequest
        }
        let identity =
            remains?.identity ?? ProducerIdentity(id: Int64(id.rawValue), epoch: 0)
        let sequence = remains == nil ? configuration.firstSequence : 0
        lanes = listeners.map {
            ProducerLane(listener: $0, identity: identity, nextSequence: sequence)
        }
        metadata = MetadataSchedule(
            ageMax: configuration.metadataAgeMax, pause: configuration.retryBackoff,
            patience: configuration.retryBackoffMax)
        for listener in listeners { metadata.add(listener: listener) }
        connections = [ProducerConnection(broker: nil, listener: -1)]
        partitionCount = partitions.count
        for (index, partition) in partitions.enumerated() {
            lanes[index].isKnown = true
            lanes[index].leaderEpoch = partition.leaderEpoch
            lanes[index].connection = connection(
                to: partition.leader, listener: partition.listener)
        }
    }

    /// When `step` wants to be called next, if nothing else happens before. Without memory for
    /// another record only an answer helps, or a batch's end.
    package var nextStep: Instant {
        switch lastFill {
        case .more: Instant(Int64.min)
        case .done: min(nextWake, application.nextDue ?? .distantFuture)
        case .refused, .enough: nextWake
        }
    }

    /// Whether nothing waits and nothing is in flight.
    package var isIdle: Bool { accumulator.usedBytes == 0 }

    /// How many records this producer has taken for a partition, those of the ones that it stands
    /// in for among them.
    package func recordCount(of partition: PartitionIndex) -> Int {
        Int(accumulator.recordCount(of: partition))
    }

    /// Sends everything from now on without lingering.
    package func flush() { isFlushing = true }

    /// Takes the records that are due and sends what is ready.
    package func step(now: Instant, effects: inout ClientEffects) {
        guard !isAbandoned else { return }
        lastFill = application.fill(&accumulator, now: now)
        send(now: now, effects: &effects)
    }

    /// Takes whatever comes for this client; what is not for a producer is ignored.
    package func handle(
        _ message: ClientMessage, now: Instant, effects: inout ClientEffects
    ) {
        switch message {
        case .produced(let request): handle(request, now: now, effects: &effects)
        case .metadata(let metadata): handle(metadata, now: now, effects: &effects)
        case .disconnected(let broker, let listener):
            disconnected(broker, listener: listener, now: now, effects: &effects)
        case .fetched, .offsetListed, .joinedGroup, .syncedGroup, .groupHeartbeat, .leftGroup,
            .offsetsCommitted, .offsetsFetched:
            break
        }
    }
}
