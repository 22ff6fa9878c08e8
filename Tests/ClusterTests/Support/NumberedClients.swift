import Client
import Messages
import Platform
import Records
import Synchronization

/// Sends numbered records round the partitions. Driven by its shard's thread; the counts may be
/// read meanwhile, everything else after the threads have ended.
final class NumberedWriter: ProducerApplication, @unchecked Sendable {
    struct Completion {
        let partition: Int
        let firstSequence: UInt64
        let recordCount: Int
        let baseOffset: Int64
        let error: ErrorCode
        let sendTime: Instant
        let time: Instant
    }

    /// Records acknowledged or failed.
    let completed = Count()
    /// Records handed over.
    let sent = Count()
    private(set) var completions: [Completion] = []
    private let producer: UInt32
    /// How many partitions it writes to.
    private(set) var partitions: Int
    private let records: Int
    private let interval: Nanoseconds
    private let start: Instant
    private let bytes: Int
    private let waiter: Waiter
    private let isStopped = Atomic<Bool>(false)
    private var next = 0

    /// - Parameter interval: from one record's due time to the next; zero sends as fast as it can.
    init(
        producer: Int, records: Int, partitions: Int, interval: Nanoseconds = .zero,
        start: Instant = Instant(0), bytes: Int = 100, waiter: Waiter
    ) {
        self.producer = UInt32(producer)
        self.records = records
        self.partitions = partitions
        self.interval = interval
        self.start = start
        self.bytes = bytes
        self.waiter = waiter
    }

    /// Ends the sending before all records are sent. Any thread may call it.
    func stop() { isStopped.store(true, ordering: .releasing) }

    private var isFinished: Bool { next == records || isStopped.load(ordering: .acquiring) }

    var nextDue: Instant? { isFinished ? nil : start + interval * next }

    func fill(_ accumulator: inout RecordAccumulator, now: Instant) -> FillOutcome {
        var slice = 0
        while let due = nextDue, due <= now {
            if slice == 500 { return .more }
            guard
                let slot = accumulator.append(
                    partition: PartitionIndex(next % partitions), timestamp: 1, key: nil,
                    valueBytes: bytes, sendTime: due, now: now)
            else { return .refused }
            slot.value.initializeMemory(as: UInt8.self, repeating: 7, count: bytes)
            slot.value.storeBytes(of: producer, as: UInt32.self)
            slot.value.storeBytes(of: slot.sequence, toByteOffset: 4, as: UInt64.self)
            next += 1
            slice += 1
            sent.add(1)
        }
        return .done
    }

    func completed(_ batch: CompletedBatch, now: Instant) {
        var sendTime = Instant.distantFuture
        batch.times.forEach { time, _ in sendTime = min(sendTime, time) }
        completions.append(
            Completion(
                partition: batch.partition.index, firstSequence: batch.firstSequence,
                recordCount: batch.recordCount, baseOffset: batch.baseOffset.rawValue,
                error: batch.error, sendTime: sendTime, time: now))
        completed.add(batch.recordCount)
        waiter.ring()
    }

    func partitionsChanged(count: Int) { partitions = count }

    /// Every acknowledged record of a partition, where it was acknowledged.
    func acknowledged(of partition: Int) -> [NumberedReader.Read] {
        completions.filter { $0.partition == partition && $0.error == .none }.flatMap { batch in
            (0..<batch.recordCount).map { number in
                NumberedReader.Read(
                    offset: batch.baseOffset + Int64(number), producer: producer,
                    sequence: batch.firstSequence + UInt64(number))
            }
        }
    }

    /// Whether each partition's batches ended in the order of their records and got offsets in
    /// that order.
    var isInOrder: Bool {
        (0..<partitions).allSatisfy { partition in
            let own = completions.filter { $0.partition == partition }
            return zip(own, own.dropFirst()).allSatisfy { first, second in
                first.firstSequence + UInt64(first.recordCount) == second.firstSequence
                    && first.baseOffset < second.baseOffset
            }
        }
    }
}

/// Keeps what it reads of each partition, in order; read it after the threads have ended.
final class NumberedReader: ConsumerApplication, @unchecked Sendable {
    struct Read: Hashable {
        let offset: Int64
        let producer: UInt32
        let sequence: UInt64
    }

    let count = Count()
    private(set) var reads: [Int: [Read]] = [:]
    private(set) var problems = 0
    private let waiter: Waiter

    init(waiter: Waiter) { self.waiter = waiter }

    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant? {
        var read = 0
        do throws(RecordError) {
            while let record = try cursor.next() {
                guard record.offset >= position, let value = record.value?.baseAddress else {
                    continue
                }
                reads[partition.index, default: []].append(
                    Read(offset: record.offset.rawValue, value: value))
                read += 1
            }
        } catch { problems += 1 }
        count.add(read)
        waiter.ring()
        return nil
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {
        problems += 1
    }

    func corrupt(partition: PartitionIndex, error: RecordError) { problems += 1 }
}

extension NumberedReader.Read {
    /// A record with the value that a writer gave it.
    init(offset: Int64, value: UnsafeRawPointer) {
        self.init(
            offset: offset, producer: value.loadUnaligned(as: UInt32.self),
            sequence: value.loadUnaligned(fromByteOffset: 4, as: UInt64.self))
    }
}
