import Client
import Messages
import Records

/// Sends records that carry their producer and their sequence in the partition.
final class NumberedWriter: ProducerApplication {
    struct Line {
        let due: Instant
        let partition: Int
        let bytes: Int
    }

    let producer: UInt32
    private let lines: [Line]
    private(set) var taken = 0
    /// Records that were acknowledged, by partition: the sequence, and the offset it got.
    private(set) var acknowledged: [Int: [(sequence: UInt64, offset: Int64)]] = [:]
    private(set) var failed: [Int: [UInt64]] = [:]
    private(set) var completedRecords = 0
    /// How batches that failed ended.
    private(set) var errors: [Messages.ErrorCode] = []

    static let valueBytesMin = 12

    init(producer: Int, _ lines: [Line]) {
        self.producer = UInt32(producer)
        self.lines = lines
    }

    var isDone: Bool { completedRecords == lines.count }

    var nextDue: Instant? { taken < lines.count ? lines[taken].due : nil }

    func fill(_ accumulator: inout RecordAccumulator, now: Instant) -> FillOutcome {
        while taken < lines.count, lines[taken].due <= now {
            let line = lines[taken]
            guard
                let slot = accumulator.append(
                    partition: PartitionIndex(line.partition), timestamp: 1, key: nil,
                    valueBytes: line.bytes, sendTime: line.due, now: now)
            else { return .refused }
            slot.value.storeBytes(of: producer, as: UInt32.self)
            slot.value.storeBytes(of: slot.sequence, toByteOffset: 4, as: UInt64.self)
            for byte in Self.valueBytesMin..<max(Self.valueBytesMin, line.bytes) {
                slot.value.storeBytes(
                    of: UInt8(truncatingIfNeeded: slot.sequence), toByteOffset: byte,
                    as: UInt8.self)
            }
            taken += 1
        }
        return .done
    }

    func completed(_ batch: CompletedBatch, now: Instant) {
        completedRecords += batch.recordCount
        for record in 0..<batch.recordCount {
            let sequence = batch.firstSequence + UInt64(record)
            if batch.error == .none {
                acknowledged[batch.partition.index, default: []].append(
                    (sequence, batch.baseOffset.rawValue + Int64(record)))
            } else {
                if record == 0 { errors.append(batch.error) }
                failed[batch.partition.index, default: []].append(sequence)
            }
        }
    }
}

/// Keeps what it reads of each partition, in order.
final class NumberedReader: ConsumerApplication {
    struct Read: Equatable {
        let offset: Int64
        let producer: UInt32
        let sequence: UInt64
    }

    private(set) var reads: [Int: [Read]] = [:]
    private(set) var problems = 0
    /// What each record takes.
    var serviceTime = Nanoseconds.zero

    var count: Int { reads.values.reduce(0) { $0 + $1.count } }

    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant? {
        do throws(RecordError) {
            while let record = try cursor.next() {
                guard record.offset >= position, let value = record.value?.baseAddress else {
                    continue
                }
                reads[partition.index, default: []].append(
                    Read(
                        offset: record.offset.rawValue,
                        producer: value.loadUnaligned(as: UInt32.self),
                        sequence: value.loadUnaligned(fromByteOffset: 4, as: UInt64.self)))
                if serviceTime > .zero { return now + serviceTime }
            }
        } catch { problems += 1 }
        return nil
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {
        problems += 1
    }

    func corrupt(partition: PartitionIndex, error: RecordError) { problems += 1 }
}
