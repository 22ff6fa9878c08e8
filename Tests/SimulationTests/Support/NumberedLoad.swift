import Client
import Messages
import Records
import Simulation

/// Producers and consumers of numbered records, and what became of each record.
final class NumberedLoad: SimulationLoad {
    let writers: [NumberedWriter]
    let readers: [NumberedReader]

    init(_ scenario: SimulationScenario) {
        let source = RandomSource(seed: scenario.seed).fork(stream: 99)
        let count =
            scenario.recordsPerSecond * Int(scenario.sendingTimeMax.rawValue / 1_000_000) / 1000
        let interval = Nanoseconds(1_000_000_000 / Int64(scenario.recordsPerSecond))
        writers = scenario.producers.indices.map {
            NumberedWriter(
                number: $0, count: count, interval: interval,
                partitions: scenario.model.topic.partitions, valueBytes: scenario.valueBytes,
                random: source.fork(stream: UInt64($0)))
        }
        readers = (0..<scenario.consumers).map { _ in NumberedReader() }
    }

    func producer(_ number: Int) -> any ProducerApplication { writers[number] }
    func consumer(_ number: Int) -> any ConsumerApplication { readers[number] }
    func stopSending() { for writer in writers { writer.stop() } }
    var isSent: Bool { writers.allSatisfy(\.isDone) }
    var acknowledgedRecords: Int { writers.reduce(0) { $0 + $1.acknowledgedCount } }

    private func isRead(_ writer: Int, _ record: UInt64) -> Bool {
        readers.contains { $0.places[NumberedReader.Name(writer, record)] != nil }
    }

    /// What readers found wrong, and acknowledged records that nobody read.
    /// - Parameter mayRepeat: whether messages came twice, so that a copy of a batch may have been
    ///   appended after the batch itself was refused.
    func problems(acks: Acks, isIdempotent: Bool, mayRepeat: Bool) -> [String] {
        var problems = readers.flatMap(\.problems)
        for writer in writers {
            for record in writer.failed where !mayRepeat && isRead(writer.number, record) {
                problems.append("record \(record) of writer \(writer.number) had surely failed")
            }
            for record in writer.acknowledged where acks == .all {
                let reads = readers.flatMap {
                    $0.places[NumberedReader.Name(writer.number, record)] ?? []
                }
                if reads.isEmpty {
                    problems.append("record \(record) of writer \(writer.number) is lost")
                } else if reads.count > 1, isIdempotent {
                    problems.append("record \(record) of writer \(writer.number) is at \(reads)")
                }
            }
        }
        return problems
    }
}

/// Sends records that carry their writer and number, evenly in time.
final class NumberedWriter: ProducerApplication {
    let number: Int
    private var count: Int
    private let interval: Nanoseconds
    private var partitions: Int
    private let valueBytes: ClosedRange<Int>
    private var random: RandomSource
    private var taken = 0
    private var ended = 0
    /// The number of each record of a partition, in the order of its sequences.
    private var sent: [[UInt64]] = []
    /// Numbers of acknowledged records.
    private(set) var acknowledged: [UInt64] = []
    /// Numbers of records that were surely not appended.
    private(set) var failed: [UInt64] = []
    private(set) var attemptsFailed = 0

    init(
        number: Int, count: Int, interval: Nanoseconds, partitions: Int,
        valueBytes: ClosedRange<Int>, random: RandomSource
    ) {
        self.number = number
        self.count = count
        self.interval = interval
        self.partitions = partitions
        self.valueBytes = valueBytes
        self.random = random
    }

    /// Sends no more than was sent.
    func stop() { count = taken }

    var isDone: Bool { taken == count && ended == count }
    var acknowledgedCount: Int { acknowledged.count }
    var nextDue: Instant? { taken < count ? Instant(0) + interval * taken : nil }

    func fill(_ accumulator: inout RecordAccumulator, now: Instant) -> FillOutcome {
        while let due = nextDue, due <= now {
            var draws = random
            let partition = Int(draws.next(below: UInt64(partitions)))
            let bytes = valueBytes.lowerBound + Int(draws.next(below: UInt64(valueBytes.count)))
            guard
                let slot = accumulator.append(
                    partition: PartitionIndex(partition), timestamp: due.rawValue / 1_000_000,
                    key: nil, valueBytes: bytes, sendTime: due, now: now)
            else { return .refused }
            random = draws
            slot.value.storeBytes(of: UInt64(number), as: UInt64.self)
            slot.value.storeBytes(of: UInt64(taken), toByteOffset: 8, as: UInt64.self)
            for byte in 16..<bytes {
                slot.value.storeBytes(
                    of: UInt8(truncatingIfNeeded: taken), toByteOffset: byte, as: UInt8.self)
            }
            while sent.count <= partition { sent.append([]) }
            sent[partition].append(UInt64(taken))
            taken += 1
        }
        return .done
    }

    func completed(_ batch: CompletedBatch, now: Instant) {
        ended += batch.recordCount
        let first = Int(batch.firstSequence)
        let records = sent[batch.partition.index][first..<(first + batch.recordCount)]
        if batch.error == .none {
            acknowledged += records
        } else if batch.error.provesNothingAppended {
            failed += records
        }
    }

    func attemptFailed(
        partition: PartitionIndex, leaderEpoch: LeaderEpoch, error: ErrorCode, sentAt: Instant,
        now: Instant
    ) {
        attemptsFailed += 1
    }

    func partitionsChanged(count: Int) { partitions = count }
}

/// Counts what it reads, and sees to it that each partition is read in the order of its offsets.
final class NumberedReader: ConsumerApplication {
    struct Name: Hashable {
        let writer: Int
        let record: UInt64

        init(_ writer: Int, _ record: UInt64) {
            self.writer = writer
            self.record = record
        }
    }

    /// Where each record was read, partition and offset.
    private(set) var places: [Name: [String]] = [:]
    private(set) var problems: [String] = []
    private(set) var corruptBatches = 0
    private var last: [Int: Int64] = [:]

    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant? {
        do throws(RecordError) {
            while let record = try cursor.next() {
                guard record.offset >= position, let value = record.value?.baseAddress else {
                    continue
                }
                if let last = last[partition.index], record.offset.rawValue != last + 1 {
                    problems.append(
                        "\(record.offset) of partition \(partition) was read after \(last)")
                }
                last[partition.index] = record.offset.rawValue
                let name = Name(
                    Int(value.loadUnaligned(as: UInt64.self)),
                    value.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                places[name, default: []].append("\(partition):\(record.offset)")
            }
        } catch { problems.append("\(error)") }
        return nil
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {
        problems.append("skipped \(position) to \(logStart) of partition \(partition)")
    }

    func corrupt(partition: PartitionIndex, error: RecordError) { corruptBatches += 1 }
}
