import Client
import Messages
import Records

/// A producer against partitions whose leaders move and whose links lose, delay and repeat, all
/// drawn from a seed. After some time everything heals.
final class ModelRun {
    let writer: ScriptedWriter
    let producer: Producer
    private(set) var logs: [ModelLog]
    private(set) var violations: [String] = []
    private(set) var counts = Counts()

    /// What came to pass, to show that a run explored something.
    struct Counts {
        var lost = 0
        var late = 0
        var repeated = 0
        var refused = 0
        var duplicates = 0
        var moves = 0
        var epochs: Set<Int16> = []

        static func += (a: inout Counts, b: Counts) {
            a.lost += b.lost
            a.late += b.late
            a.repeated += b.repeated
            a.refused += b.refused
            a.duplicates += b.duplicates
            a.moves += b.moves
            a.epochs.formUnion(b.epochs)
        }
    }

    private enum Event {
        case toBroker(Int, ProduceRequest, [[UInt8]], Fate)
        case toClient(ClientMessage)
        case move
    }

    /// What becomes of a request that reaches a broker.
    private enum Fate {
        case served
        case refused(ErrorCode)
        /// It is appended, and the answer says that this is not known, or does not come.
        case open(ErrorCode?)
    }

    private let pool = BufferPool()
    private var random: RandomSource
    private var leaders: [Int]
    private var epochs: [Int32]
    private var queue: [(time: Instant, order: Int, event: Event)] = []
    private var order = 0
    private var now = Instant(0)
    private static let healing = Instant.milliseconds(6000)
    private static let end = Instant.milliseconds(30_000)

    init(seed: UInt64, isIdempotent: Bool, partitions: Int = 2) {
        random = RandomSource(seed: seed)
        var script: [ScriptedWriter.Line] = []
        for _ in 0..<160 {
            script.append(
                ScriptedWriter.Line(
                    due: .milliseconds(Int64(random.next(below: 6000))),
                    partition: Int(random.next(below: UInt64(partitions))),
                    bytes: 100 + Int(random.next(below: 300))))
        }
        script.sort { $0.due < $1.due }
        writer = ScriptedWriter(script)
        logs = Array(repeating: ModelLog(), count: partitions)
        leaders = Array(repeating: 0, count: partitions)
        epochs = Array(repeating: 0, count: partitions)
        var settings = ProducerConfiguration()
        settings.batchBytes = 1000
        settings.isIdempotent = isIdempotent
        settings.maxInFlight = 1 + Int(random.next(below: 5))
        settings.linger = .milliseconds(Int64(random.next(below: 20)))
        settings.requestTimeout = .milliseconds(100 + Int64(random.next(below: 400)))
        settings.deliveryTimeout = .milliseconds(600 + Int64(random.next(below: 3000)))
        settings.retryBackoff = .milliseconds(5 + Int64(random.next(below: 40)))
        settings.retryBackoffMax = .milliseconds(200)
        settings.firstSequence = random.next(below: 2) == 0 ? 0 : Int32.max - 20
        producer = Producer(
            id: ClientID(0), topic: TopicID(0),
            partitions: (0..<partitions).map { _ in
                PartitionMetadata(leader: BrokerID(0), leaderEpoch: .initial, listener: 0)
            },
            configuration: settings, pool: pool, application: writer)
        for _ in 0..<6 { schedule(.move, after: Int64(random.next(below: 6000))) }
    }

    private var isChaotic: Bool { now < Self.healing }

    private func chance(_ percent: UInt64) -> Bool {
        isChaotic && random.next(below: 100) < percent
    }

    private func schedule(_ event: Event, after milliseconds: Int64) {
        order += 1
        queue.append((now + .milliseconds(milliseconds), order, event))
    }

    /// Lets the whole time pass.
    func run() {
        while true {
            let next = queue.indices.min {
                (queue[$0].time, queue[$0].order) < (queue[$1].time, queue[$1].order)
            }
            let time = min(next.map { queue[$0].time } ?? .distantFuture, producer.nextStep)
            guard time <= Self.end else { break }
            now = max(now, time)
            var effects = ClientEffects()
            if let next, queue[next].time <= now {
                handle(queue.remove(at: next).event, &effects)
            } else {
                producer.step(now: now, effects: &effects)
            }
            send(effects)
        }
        judge()
    }
}

extension ModelRun {
    private func send(_ effects: ClientEffects) {
        for (broker, _, message) in effects.toBrokers {
            guard case .produce(let request) = message else { continue }
            transmit(request, to: broker.index)
        }
        for _ in effects.toController where !chance(20) {
            let answer = TopicMetadata(
                topic: TopicID(0),
                partitions: leaders.indices.map {
                    TopicMetadata.Partition(
                        partition: PartitionIndex($0),
                        leader: chance(10) ? nil : BrokerID(leaders[$0]),
                        leaderEpoch: LeaderEpoch(epochs[$0]))
                })
            schedule(.toClient(.metadata(answer)), after: Int64(random.next(below: 50)))
        }
    }

    private func transmit(_ request: ProduceRequest, to broker: Int) {
        let contents = request.entries.map { $0.batch.map(marks) ?? [] }
        if chance(8) {
            counts.lost += 1
            if chance(50) {
                schedule(.toClient(.disconnected(BrokerID(broker), listener: 0)), after: 10)
            }
            return
        }
        var delay = 1 + Int64(random.next(below: 20))
        if chance(8) {
            counts.late += 1
            delay += Int64(random.next(below: 2500))
        }
        schedule(.toBroker(broker, request, contents, fate()), after: delay)
    }

    private func fate() -> Fate {
        if chance(8) {
            let errors: [ErrorCode] = [
                .notEnoughReplicas, .notLeaderOrFollower, .unknownTopicOrPartition,
                .unknownLeaderEpoch,
            ]
            return .refused(errors[Int(random.next(below: 4))])
        }
        if chance(10) {
            let errors: [ErrorCode?] = [
                nil, nil, .requestTimedOut, .notEnoughReplicasAfterAppend, .kafkaStorageError,
            ]
            return .open(errors[Int(random.next(below: 5))])
        }
        return .served
    }

    private func handle(_ event: Event, _ effects: inout ClientEffects) {
        switch event {
        case .toClient(let message): producer.handle(message, now: now, effects: &effects)
        case .move:
            let partition = Int(random.next(below: UInt64(leaders.count)))
            leaders[partition] = (leaders[partition] + 1) % 3
            epochs[partition] += 1
            counts.moves += 1
        case .toBroker(let broker, let request, let contents, let fate):
            serve(request, contents, fate, at: broker)
        }
    }

    private func serve(
        _ request: ProduceRequest, _ contents: [[UInt8]], _ fate: Fate, at broker: Int
    ) {
        for index in request.entries.indices {
            let entry = request.entries[index]
            guard let batch = entry.batch, marks(of: batch) == contents[index] else {
                violations.append("a batch changed while it was under way")
                continue
            }
            let partition = entry.partition.partition.index
            if leaders[partition] != broker {
                request.entries[index].error = .notLeaderOrFollower
                counts.refused += 1
                continue
            }
            if case .refused(let error) = fate {
                request.entries[index].error = error
                counts.refused += 1
                continue
            }
            append(batch, contents[index], to: partition, &request.entries[index])
            if case .open(let error?) = fate { request.entries[index].error = error }
        }
        if request.entries.allSatisfy({ $0.error == .none }), chance(8) {
            // It comes once more, after it was appended.
            counts.repeated += 1
            schedule(
                .toBroker(broker, request.copy(), contents, .open(nil)),
                after: Int64(random.next(below: 1000)))
        }
        if case .open(nil) = fate { return }
        schedule(.toClient(.produced(request)), after: 1 + Int64(random.next(below: 20)))
    }

    private func append(
        _ batch: BatchBuffer, _ marks: [UInt8], to partition: Int,
        _ entry: inout ProduceRequest.Entry
    ) {
        let header = BatchHeader(at: batch.base)
        counts.epochs.insert(header.producerEpoch)
        switch logs[partition].append(header, marks: marks) {
        case .appended(let base): entry.baseOffset = Offset(base)
        case .duplicate(let base):
            counts.duplicates += 1
            entry.baseOffset = Offset(base)
        case .outOfOrder: entry.error = .outOfOrderSequenceNumber
        case .staleEpoch: entry.error = .invalidProducerEpoch
        }
        // As a leader does, outside the checksum.
        BatchHeader.stamp(
            batch.base, baseOffset: entry.baseOffset,
            leaderEpoch: LeaderEpoch(epochs[partition]))
    }

    private func marks(of batch: BatchBuffer) -> [UInt8] {
        guard let header = try? BatchHeader.validated(batch.bytes) else { return [] }
        var cursor = RecordCursor(validated: header)
        var marks: [UInt8] = []
        while let record = try? cursor.next() { marks.append(record.value?.first ?? 0) }
        return marks
    }

    /// What holds of every producer: everything has one outcome, and the outcome is true.
    private func judge() {
        if !producer.isIdle { violations.append("something is still under way") }
        for partition in logs.indices {
            let told = writer.completions.filter { $0.partition == partition }
            let records = told.flatMap { Array($0.sequences) }.sorted()
            if records != writer.sequences[partition] ?? [] {
                violations.append("records of \(partition) ended twice or never")
            }
            for batch in told { judge(batch, in: logs[partition].marks) }
        }
    }

    private func judge(_ batch: ScriptedWriter.Completion, in log: [UInt8]) {
        let marks = batch.sequences.map { UInt8($0) }
        if batch.error == .none {
            let base = Int(batch.baseOffset.rawValue)
            if log.count < base + marks.count || Array(log[base..<(base + marks.count)]) != marks {
                violations.append("\(batch.sequences) is not where it was acknowledged")
            }
        } else if batch.error.provesNothingAppended, log.contains(where: marks.contains) {
            violations.append("\(batch.sequences) failed with \(batch.error) and is in the log")
        }
    }
}
