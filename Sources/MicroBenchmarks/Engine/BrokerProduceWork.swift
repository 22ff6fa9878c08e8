import Brokers
import Messages
import Records
import Storage

/// A broker's step from a produce request with one batch to its acknowledgement, at replication
/// factor 1 and acks=1, over a disk in memory.
package final class BrokerProduceWork: MicroWork {
    private let disk = MemoryDisk()
    private let pool = BufferPool()
    private let broker: Broker
    private let template: BatchBuffer
    private let batchRecords: Int
    private let partition = TopicPartition(topic: TopicID(0), partition: PartitionIndex(0))
    private let request = ProduceRequest(
        client: ClientID(0), acks: .leader, timeout: .seconds(30), connection: 0)
    private var stepEffects = BrokerEffects()
    private var acknowledged = 0

    /// Batches of up to `batchBytes`, one record at least.
    package init(valueBytes: Int, batchBytes: Int) throws {
        broker = Broker(
            id: BrokerID(0), settings: BrokerSettings(), disk: disk, pool: pool,
            now: Instant(0))
        template = try SampleBatches.finished(
            pool: pool, batchBytes: batchBytes, valueBytes: valueBytes)
        batchRecords = BatchHeader(at: template.base).recordCount
        var controller = Controller(brokers: [BrokerID(0)], now: Instant(0))
        var topic = TopicConfiguration()
        topic.name = "topic"
        var decisions = ControllerEffects()
        _ = controller.createTopic(topic, effects: &decisions)
        for (_, message) in decisions.toBrokers {
            broker.handle(message, now: Instant(0), effects: &stepEffects)
        }
        perform()
    }

    package func run(_ count: Int) -> Int {
        for _ in 0..<count {
            let batch = pool.take(atLeast: template.count)
            batch.base.copyMemory(from: template.base, byteCount: template.count)
            batch.end = template.count
            request.entries.append(
                ProduceRequest.Entry(
                    partition: partition, batch: batch, recordCount: batchRecords, ticket: 0))
            broker.handle(.produce(request), now: Instant(0), effects: &stepEffects)
            perform()
        }
        return count
    }

    /// Plays the broker's driver and client.
    private func perform() {
        var next = 0
        while next < stepEffects.disk.count {
            let completion = disk.perform(stepEffects.disk[next])
            next += 1
            broker.handle(completion, now: Instant(0), effects: &stepEffects)
        }
        stepEffects.disk.removeAll(keepingCapacity: true)
        for (_, message) in stepEffects.toClients {
            guard case .produced(let answer) = message else { continue }
            for entry in answer.entries {
                if entry.error == .none { acknowledged += 1 }
                if let batch = entry.batch { pool.give(batch) }
            }
            answer.entries.removeAll(keepingCapacity: true)
        }
        stepEffects.toClients.removeAll(keepingCapacity: true)
        stepEffects.logEnds.removeAll(keepingCapacity: true)
        stepEffects.events.removeAll(keepingCapacity: true)
    }

    /// Batches acknowledged and in the log.
    package var effects: Int {
        let end = broker.bounds(of: partition)?.logEnd ?? .zero
        return min(acknowledged, end.distance(from: .zero) / batchRecords)
    }
}
