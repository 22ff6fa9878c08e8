import Client
import Records

/// Notes what it reads; takes a service time for each record where it is told one.
final class NotingReader: ConsumerApplication {
    struct Read: Equatable {
        let partition: Int
        let offset: Int64
        let value: String
    }

    enum Event: Equatable {
        case skipped(partition: Int, from: Int64, to: Int64)
        case truncated(partition: Int, from: Int64, to: Int64)
        case corrupt(partition: Int)
    }

    private(set) var reads: [Read] = []
    private(set) var times: [Instant] = []
    /// The leader epoch of each record's batch.
    private(set) var epochs: [Int32] = []
    private(set) var events: [Event] = []
    /// What a record takes; zero takes no time.
    var serviceTime = Nanoseconds.zero

    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant? {
        do throws(RecordError) {
            while let record = try cursor.next() {
                if record.offset < position { continue }
                let value = record.value.map { String(decoding: $0, as: UTF8.self) } ?? ""
                reads.append(
                    Read(
                        partition: partition.index, offset: record.offset.rawValue, value: value))
                times.append(now)
                epochs.append(cursor.leaderEpoch.rawValue)
                if serviceTime > .zero { return now + serviceTime }
            }
        } catch { events.append(.corrupt(partition: partition.index)) }
        return nil
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {
        events.append(
            .skipped(
                partition: partition.index, from: position.rawValue, to: logStart.rawValue))
    }

    func truncated(partition: PartitionIndex, from position: Offset, to end: Offset) {
        events.append(
            .truncated(partition: partition.index, from: position.rawValue, to: end.rawValue))
    }

    func corrupt(partition: PartitionIndex, error: RecordError) {
        events.append(.corrupt(partition: partition.index))
    }
}
