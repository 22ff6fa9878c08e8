package import Client
import Messages
import Records

/// A load for topics that are compacted: updates and tombstones of a few keys.
///
/// What becomes of them the watch sees; consumers only see to it that offsets rise.
package final class KeyedLoad: SimulationLoad {
    private let producers: [KeyedProducer]
    private let consumers: [KeyedConsumer]

    package init(_ scenario: SimulationScenario) {
        let source = RandomSource(seed: scenario.seed).fork(stream: 30)
        producers = (0..<scenario.producers.count).map {
            KeyedProducer(
                rate: scenario.recordsPerSecond, partitions: scenario.model.topic.partitions,
                valueBytes: scenario.valueBytes, end: Instant(0) + scenario.sendingTimeMax,
                random: source.fork(stream: UInt64($0)))
        }
        consumers = (0..<scenario.consumers).map { _ in KeyedConsumer() }
    }

    package func producer(_ number: Int) -> any ProducerApplication { producers[number] }
    package func consumer(_ number: Int) -> any ConsumerApplication { consumers[number] }
    package func stopSending() { for producer in producers { producer.isStopped = true } }
    package var isSent: Bool { producers.allSatisfy { $0.isSent } }
    package var acknowledgedRecords: Int { producers.reduce(0) { $0 + $1.acknowledged } }
}

private final class KeyedProducer: ProducerApplication {
    private let interval: Nanoseconds
    private let partitions: Int
    private let valueBytes: ClosedRange<Int>
    private let end: Instant
    private var random: RandomSource
    private var due = Instant(0)
    private var taken = 0
    private var ended = 0
    private(set) var acknowledged = 0
    var isStopped = false

    private static let keys = 24

    init(
        rate: Int, partitions: Int, valueBytes: ClosedRange<Int>, end: Instant,
        random: RandomSource
    ) {
        interval = Nanoseconds.seconds(1) / max(rate, 1)
        self.partitions = partitions
        self.valueBytes = valueBytes
        self.end = end
        self.random = random
    }

    var nextDue: Instant? { isStopped || due >= end ? nil : due }
    var isSent: Bool { nextDue == nil && ended == taken }

    func fill(_ accumulator: inout RecordAccumulator, now: Instant) -> FillOutcome {
        while let next = nextDue, next <= now {
            guard append(to: &accumulator, now: now) else { return .refused }
            taken += 1
            due = due + interval
        }
        return .done
    }

    private func append(to accumulator: inout RecordAccumulator, now: Instant) -> Bool {
        // The draws of a record that is refused are drawn again with the next.
        let number = random.draw(Self.keys)
        let partition = PartitionIndex(number % partitions)
        let isTombstone = random.draw(5) == 0
        let bytes = valueBytes.lowerBound + random.draw(valueBytes.count)
        let byte = UInt8(truncatingIfNeeded: random.next())
        let timestamp = now.rawValue / 1_000_000
        let due = due
        return withUnsafeBytes(of: UInt64(number)) { key in
            if isTombstone {
                return accumulator.appendTombstone(
                    partition: partition, timestamp: timestamp, key: key, sendTime: due, now: now)
            }
            let slot = accumulator.append(
                partition: partition, timestamp: timestamp, key: key, valueBytes: bytes,
                sendTime: due, now: now)
            guard let slot else { return false }
            slot.value.initializeMemory(as: UInt8.self, repeating: byte, count: bytes)
            return true
        }
    }

    func completed(_ batch: CompletedBatch, now: Instant) {
        ended += batch.recordCount
        if batch.error == .none { acknowledged += batch.recordCount }
    }
}

private final class KeyedConsumer: ConsumerApplication {
    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant? {
        while (try? cursor.next()) ?? nil != nil {}
        return nil
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {}
    func corrupt(partition: PartitionIndex, error: RecordError) {}
}
