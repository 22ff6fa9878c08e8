import Client
import Messages
import Records

/// A producer whose requests the test sees and answers.
final class ProducerBench {
    let writer: ScriptedWriter
    let producer: Producer
    let pool = BufferPool()
    /// Requests sent, in order.
    private(set) var sent: [Sent] = []
    /// When metadata were asked for, of which listener's controller.
    private(set) var asked: [Asked] = []
    private(set) var now = Instant(0)
    private var nextOffsets: [TopicPartition: Int64] = [:]

    struct Asked: Equatable {
        let listener: Int
        let time: Instant
    }

    struct Sent {
        let broker: Int
        let listener: Int
        let request: ProduceRequest
        let time: Instant
        /// What it held when it was sent.
        let batches: [Batch]
    }

    struct Batch {
        let partition: Int
        let byteCount: Int
        let recordCount: Int
        /// The first byte of each value, which is its sequence's lowest.
        let marks: [UInt8]
        /// Whom the batch's header names.
        let producerID: Int64
        let producerEpoch: Int16
        let baseSequence: Int32
    }

    /// - Parameters:
    ///   - places: broker and listener of each partition.
    ///   - listeners: the listeners of all partitions that there may be; nil for no more.
    init(
        _ lines: [ScriptedWriter.Line], places: [(broker: Int, listener: Int)] = [(0, 0)],
        listeners: [Int]? = nil, remains: ProducerRemains? = nil,
        _ change: (inout ProducerConfiguration) -> Void = { _ in }
    ) {
        writer = ScriptedWriter(lines)
        var settings = ProducerConfiguration()
        settings.batchBytes = 1000
        settings.metadataAgeMax = .seconds(1_000_000)
        change(&settings)
        producer = Producer(
            id: ClientID(0), topic: TopicID(0),
            partitions: places.map {
                PartitionMetadata(
                    leader: BrokerID($0.broker), leaderEpoch: .initial, listener: $0.listener)
            },
            listeners: listeners, configuration: settings, pool: pool, application: writer,
            remains: remains)
    }

    /// Requests that were sent and not answered.
    private(set) var open: [ProduceRequest] = []

    /// Steps the producer for as long as it wants to be stepped by `time`.
    func run(until time: Instant) throws {
        var steps = 0
        while producer.nextStep <= time, steps < 100_000 {
            now = max(now, producer.nextStep)
            var effects = ClientEffects()
            producer.step(now: now, effects: &effects)
            try take(effects)
            steps += 1
        }
        if steps == 100_000 { throw Endless() }
        now = time
    }

    struct Endless: Error {}
    struct Unexpected: Error {}

    /// Answers the oldest open request.
    func answer(error: ErrorCode = .none) throws {
        try answer(open[0], error: error)
    }

    func answer(_ request: ProduceRequest, error: ErrorCode = .none) throws {
        open.removeAll { $0 === request }
        for index in request.entries.indices {
            let entry = request.entries[index]
            request.entries[index].error = error
            guard error == .none else { continue }
            let base = nextOffsets[entry.partition] ?? 0
            request.entries[index].baseOffset = Offset(base)
            nextOffsets[entry.partition] = base + Int64(entry.recordCount)
        }
        try handle(.produced(request))
    }

    /// Hands the producer a message as it is.
    func handle(_ message: ClientMessage) throws {
        var effects = ClientEffects()
        producer.handle(message, now: now, effects: &effects)
        try take(effects)
    }

    /// Lets the producer know who leads partitions of one listener from which epoch on.
    func tell(_ partitions: [(partition: Int, leader: Int?, epoch: Int32)]) throws {
        try handle(
            .metadata(
                TopicMetadata(
                    topic: TopicID(0),
                    partitions: partitions.map {
                        TopicMetadata.Partition(
                            partition: PartitionIndex($0.partition),
                            leader: $0.leader.map { BrokerID($0) },
                            leaderEpoch: LeaderEpoch($0.epoch))
                    })))
    }

    /// The connection breaks; its open requests are not answered by the bench any more.
    func disconnect(_ broker: Int, listener: Int = 0) throws {
        open.removeAll { request in
            // A request object is used again: the last sending counts.
            let sending = sent.last { $0.request === request }
            return sending?.broker == broker && sending?.listener == listener
        }
        try handle(.disconnected(BrokerID(broker), listener: listener))
    }

    /// Takes the oldest open request away: nobody will answer it.
    func lose() -> ProduceRequest { open.removeFirst() }

    /// Steps and answers until nothing moves any more.
    func drain() throws {
        try run(until: now)
        while !open.isEmpty {
            try answer()
            try run(until: now)
        }
    }

    private func take(_ effects: ClientEffects) throws {
        for (listener, message) in effects.toController {
            guard message == .metadata(ClientID(0), TopicID(0)) else { throw Unexpected() }
            asked.append(Asked(listener: listener, time: now))
        }
        for (broker, listener, message) in effects.toBrokers {
            guard case .produce(let request) = message else { continue }
            open.append(request)
            sent.append(
                Sent(
                    broker: broker.index, listener: listener, request: request, time: now,
                    batches: try request.entries.map(describe)))
        }
    }

    private func describe(_ entry: ProduceRequest.Entry) throws -> Batch {
        guard let buffer = entry.batch else { throw Unexpected() }
        var marks: [UInt8] = []
        let header = try BatchHeader.validated(buffer.bytes)
        let plain = try Compression.decompress(header, pool: BufferPool())
        var cursor = RecordCursor(validated: BatchHeader(at: plain.base))
        while let record = try cursor.next() { marks.append(record.value?.first ?? 0) }
        return Batch(
            partition: entry.partition.partition.index, byteCount: entry.byteCount,
            recordCount: entry.recordCount, marks: marks, producerID: header.producerID,
            producerEpoch: header.producerEpoch, baseSequence: header.baseSequence)
    }
}

/// `count` lines of one partition, all due at once.
func lines(_ count: Int, partition: Int = 0, bytes: Int = 100, due: Instant = Instant(0))
    -> [ScriptedWriter.Line]
{
    Array(
        repeating: ScriptedWriter.Line(due: due, partition: partition, bytes: bytes), count: count)
}

extension Instant {
    /// That many milliseconds after 0.
    static func milliseconds(_ count: Int64) -> Instant { Instant(count * 1_000_000) }
}
