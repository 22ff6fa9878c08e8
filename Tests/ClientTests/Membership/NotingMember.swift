import Client
import Messages
import Records

/// Notes what it reads and what befalls it as a member of a group.
final class NotingMember: ConsumerApplication {
    enum Event: Equatable {
        case began(owned: Int, stopsReading: Bool)
        case share([Int])
        case assigned(Int, from: Int64, isCommitted: Bool)
        case revoked([Int])
        case lost([Int])
        case ended
        case committed(Int, Int64)
        case commitFailed(ErrorCode)
        case pollTookTooLong
        case failed(ClientError)
        case skipped(Int, from: Int64, to: Int64)
    }

    var events: [Event] = []
    /// Offsets read, by partition.
    private(set) var reads: [Int: [Int64]] = [:]
    var readCount: Int { reads.values.reduce(0) { $0 + $1.count } }
    var serviceTime = Nanoseconds.zero

    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant? {
        while let record = try? cursor.next() {
            if record.offset < position { continue }
            reads[partition.index, default: []].append(record.offset.rawValue)
            if serviceTime > .zero { return now + serviceTime }
        }
        return nil
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {
        events.append(
            .skipped(partition.index, from: position.rawValue, to: logStart.rawValue))
    }

    func corrupt(partition: PartitionIndex, error: RecordError) {}

    func rebalanceBegan(owned: Int, stopsReading: Bool, now: Instant) {
        events.append(.began(owned: owned, stopsReading: stopsReading))
    }

    func shareTaken(_ partitions: [PartitionIndex], generation: GroupGeneration, now: Instant) {
        events.append(.share(partitions.map(\.index)))
    }

    func assigned(
        _ partition: PartitionIndex, from position: Offset, isCommitted: Bool,
        generation: GroupGeneration, now: Instant
    ) {
        events.append(
            .assigned(partition.index, from: position.rawValue, isCommitted: isCommitted))
    }

    func revoked(_ partitions: [(PartitionIndex, Offset)], now: Instant) {
        events.append(.revoked(partitions.map(\.0.index)))
    }

    func lost(_ partitions: [(PartitionIndex, Offset)], now: Instant) {
        events.append(.lost(partitions.map(\.0.index)))
    }

    func rebalanceEnded(now: Instant) { events.append(.ended) }

    func committed(_ partition: PartitionIndex, _ offset: Offset, now: Instant) {
        events.append(.committed(partition.index, offset.rawValue))
    }

    func commitFailed(_ error: ErrorCode, now: Instant) { events.append(.commitFailed(error)) }

    func pollTookTooLong(now: Instant) { events.append(.pollTookTooLong) }

    func membershipFailed(_ error: ClientError, now: Instant) { events.append(.failed(error)) }
}
