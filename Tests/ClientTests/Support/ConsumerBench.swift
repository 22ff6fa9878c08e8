import Client
import Messages
import Records

/// A consumer whose fetches the test sees and answers.
final class ConsumerBench {
    let reader = NotingReader()
    let pool = BufferPool()
    let consumer: Consumer
    /// Fetches that are not answered, oldest first.
    private(set) var fetches: [FetchRequest] = []
    /// Fetches sent, in all.
    private(set) var sentCount = 0
    /// When metadata were asked for.
    private(set) var asked: [Instant] = []
    /// Whom the fetches went to, in order.
    private(set) var targets: [Int] = []
    var now = Instant(0)

    init(
        partitions: [Int] = [0], _ change: (inout ConsumerConfiguration) -> Void = { _ in }
    ) {
        var settings = ConsumerConfiguration()
        change(&settings)
        consumer = Consumer(
            id: ClientID(3),
            partitions: partitions.map {
                (
                    TopicPartition(topic: TopicID(0), partition: PartitionIndex($0)),
                    PartitionMetadata(
                        leader: BrokerID($0 % 2), leaderEpoch: LeaderEpoch(4), listener: 0)
                )
            },
            configuration: settings, pool: pool, application: reader)
        var effects = ClientEffects()
        consumer.start(now: now, effects: &effects)
        take(effects)
    }

    private func take(_ effects: ClientEffects) {
        asked += effects.toController.map { _ in now }
        for (broker, _, message) in effects.toBrokers {
            guard case .fetch(let request) = message else { continue }
            targets.append(broker.index)
            fetches.append(request)
            sentCount += 1
        }
    }

    /// Steps the consumer for as long as it wants to be stepped by `time`.
    func run(until time: Instant) {
        while consumer.nextStep <= time {
            now = max(now, consumer.nextStep)
            var effects = ClientEffects()
            consumer.step(now: now, effects: &effects)
            take(effects)
        }
        now = time
    }

    /// Answers the partition's fetch.
    func answer(
        partition: Int = 0, error: ErrorCode = .none, logStart: Int64 = 0,
        highWatermark: Int64 = 1000, diverging: EpochEnd? = nil, _ batches: BatchBuffer? = nil
    ) {
        guard
            let index = fetches.firstIndex(where: { $0.partition.partition.index == partition })
        else { return }
        let request = fetches.remove(at: index)
        handle(
            FetchResponse(
                partition: request.partition, error: error, offset: request.offset,
                leaderEpoch: request.leaderEpoch, highWatermark: Offset(highWatermark),
                logStart: Offset(logStart), batches: batches, divergingEpoch: diverging,
                number: request.number))
    }

    func handle(_ response: FetchResponse) { handle(.fetched(response)) }

    func handle(_ message: ClientMessage) {
        var effects = ClientEffects()
        consumer.handle(message, now: now, effects: &effects)
        take(effects)
    }

    /// Takes the partition's fetch away: nobody will answer it.
    func lose(partition: Int = 0) -> FetchRequest? {
        let index = fetches.firstIndex { $0.partition.partition.index == partition }
        return index.map { fetches.remove(at: $0) }
    }

    /// Lets the consumer know who leads a partition from which epoch on.
    func tell(partition: Int = 0, leader: Int?, epoch: Int32) {
        handle(
            .metadata(
                TopicMetadata(
                    topic: TopicID(0),
                    partitions: [
                        TopicMetadata.Partition(
                            partition: PartitionIndex(partition),
                            leader: leader.map { BrokerID($0) }, leaderEpoch: LeaderEpoch(epoch))
                    ])))
    }

    func assign(_ partition: Int, leader: Int, from offset: Int64) {
        var effects = ClientEffects()
        consumer.assign(
            TopicPartition(topic: TopicID(0), partition: PartitionIndex(partition)),
            PartitionMetadata(leader: BrokerID(leader), leaderEpoch: LeaderEpoch(4), listener: 0),
            from: Offset(offset), now: now, effects: &effects)
        take(effects)
    }

    /// The offset that the partition's open fetch asks for; nil while there is none.
    func fetchOffset(_ partition: Int = 0) -> Int64? {
        fetches.first { $0.partition.partition.index == partition }?.offset.rawValue
    }
}

/// Batches as a broker answers with them: `groups` follow each other from offset `base`.
func fetched(
    from base: Int64, _ groups: [[String]], epoch: Int32 = 4, codec: Codec = .none,
    pool: BufferPool
) throws -> BatchBuffer {
    let result = pool.take(atLeast: 60_000)
    var offset = base
    for group in groups {
        var builder = BatchBuilder(buffer: BufferPool().take(atLeast: 30_000))
        for value in group {
            let utf8 = Array(value.utf8)
            builder.append(timestamp: 1, key: nil, valueBytes: utf8.count)
                .copyMemory(from: utf8, byteCount: utf8.count)
        }
        let batch = try builder.finish(codec: codec, pool: BufferPool())
        BatchHeader.stamp(batch.base, baseOffset: Offset(offset), leaderEpoch: LeaderEpoch(epoch))
        (result.base + result.end).copyMemory(from: batch.base, byteCount: batch.count)
        result.end += batch.count
        offset += Int64(group.count)
    }
    return result
}

/// Where the batch with number `index` begins in `buffer`.
func start(ofBatch index: Int, in buffer: BatchBuffer) -> UnsafeMutableRawPointer {
    var place = buffer.base + buffer.start
    for _ in 0..<index { place += BatchHeader(at: place).byteCount }
    return place
}
