import LoadGenerator
import Records

/// A record as a generator handed it over.
struct MadeRecord: Hashable {
    let partition: Int
    let key: [UInt8]?
    let stamp: RecordStamp
    /// The value behind the stamp.
    let filler: [UInt8]
    let timestamp: Int64
    let sendTime: Instant
    /// When the generator was pulled.
    let pulledAt: Instant

    /// The number that the key begins with.
    var identifier: UInt64? {
        key.map { $0.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
    }
}

/// A sink that keeps all that it is given.
struct KeepingSink: RecordSink {
    /// Offers that it refuses, numbered from 0 over all offers.
    var refuses: (Int) -> Bool = { _ in false }
    var hasAmple = false
    /// What it says to wait for each partition.
    var queuedBytes: (Int) -> Int = { _ in 0 }
    private(set) var offers = 0
    /// Bytes of values that it was told of.
    private(set) var notedBytes = 0
    private let kept = Kept()

    private final class Kept {
        var rooms: [Room] = []
        var sequences: [Int: UInt64] = [:]

        deinit { for room in rooms { room.value.deallocate() } }
    }

    private struct Room {
        let partition: Int
        let key: [UInt8]?
        let value: UnsafeMutableRawPointer
        let valueBytes: Int
        let timestamp: Int64
        let sendTime: Instant
        let pulledAt: Instant
    }

    mutating func reserve(
        partition: PartitionIndex, timestamp: Int64, key: UnsafeRawBufferPointer?,
        valueBytes: Int, sendTime: Instant, now: Instant
    ) -> (value: UnsafeMutableRawPointer, sequence: UInt64)? {
        offers += 1
        if refuses(offers - 1) { return nil }
        let value = UnsafeMutableRawPointer.allocate(byteCount: valueBytes, alignment: 8)
        kept.rooms.append(
            Room(
                partition: partition.index, key: key.map(Array.init), value: value,
                valueBytes: valueBytes, timestamp: timestamp, sendTime: sendTime, pulledAt: now))
        let sequence = kept.sequences[partition.index, default: 0]
        kept.sequences[partition.index] = sequence + 1
        return (value, sequence)
    }

    mutating func note(valueBytes: Int, partition: PartitionIndex) { notedBytes += valueBytes }

    func queuedBytes(partition: Int) -> Int { queuedBytes(partition) }

    /// How many records it has been given.
    var count: Int { kept.rooms.count }

    /// The records in the order in which they came.
    var records: [MadeRecord] {
        kept.rooms.map { room in
            let value = UnsafeRawBufferPointer(start: room.value, count: room.valueBytes)
            return MadeRecord(
                partition: room.partition, key: room.key,
                stamp: RecordStamp(readingFrom: room.value),
                filler: Array(value.dropFirst(RecordStamp.byteCount)), timestamp: room.timestamp,
                sendTime: room.sendTime, pulledAt: room.pulledAt)
        }
    }
}
