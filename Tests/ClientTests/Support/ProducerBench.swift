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
    private(set) var now = Instant(0)
    private var nextOffsets: [TopicPartition: Int64] = [:]

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
    }

    /// - Parameter places: broker and listener of each partition.
    init(
        _ lines: [ScriptedWriter.Line], places: [(broker: Int, listener: Int)] = [(0, 0)],
        _ change: (inout ProducerConfiguration) -> Void = { _ in }
    ) {
        writer = ScriptedWriter(lines)
        var settings = ProducerConfiguration()
        settings.batchBytes = 1000
        change(&settings)
        producer = Producer(
            id: ClientID(0), topic: TopicID(0),
            partitions: places.map {
                PartitionMetadata(
                    leader: BrokerID($0.broker), leaderEpoch: .initial, listener: $0.listener)
            },
            configuration: settings, pool: pool, application: writer)
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

    /// Answers the oldest open request; the broker takes the batches unless there is an error.
    func answer(error: ErrorCode = .none) throws {
        try answer(open[0], error: error)
    }

    func answer(_ request: ProduceRequest, error: ErrorCode = .none) throws {
        open.removeAll { $0 === request }
        for index in request.entries.indices {
            let entry = request.entries[index]
            request.entries[index].error = error
            guard error == .none, let batch = entry.batch else { continue }
            let base = nextOffsets[entry.partition] ?? 0
            request.entries[index].baseOffset = Offset(base)
            nextOffsets[entry.partition] = base + Int64(entry.recordCount)
            request.entries[index].batch = nil
            pool.give(batch)
        }
        var effects = ClientEffects()
        producer.handle(request, now: now, effects: &effects)
        try take(effects)
    }

    /// Steps and answers until nothing moves any more.
    func drain() throws {
        try run(until: now)
        while !open.isEmpty {
            try answer()
            try run(until: now)
        }
    }

    private func take(_ effects: ClientEffects) throws {
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
        var marks: [UInt8] = []
        if let buffer = entry.batch {
            let header = try BatchHeader.validated(buffer.bytes)
            let plain = try Compression.decompress(header, pool: BufferPool())
            var cursor = RecordCursor(validated: BatchHeader(at: plain.base))
            while let record = try cursor.next() { marks.append(record.value?.first ?? 0) }
        }
        return Batch(
            partition: entry.partition.partition.index, byteCount: entry.byteCount,
            recordCount: entry.recordCount, marks: marks)
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
