package import Records
import Workloads

/// A sink that notes to which partition each key's records go before it hands them on.
package struct PlacingSink<Base: RecordSink & ~Copyable>: RecordSink {
    private let base: UnsafeMutablePointer<Base>
    private let places: KeyPlaces

    /// - Parameter base: where the records go; valid as long as this sink is used.
    package init(_ base: UnsafeMutablePointer<Base>, places: KeyPlaces) {
        self.base = base
        self.places = places
    }

    package var hasAmple: Bool { base.pointee.hasAmple }

    package mutating func reserve(
        partition: PartitionIndex, timestamp: Int64, key: UnsafeRawBufferPointer?,
        valueBytes: Int, sendTime: Instant, now: Instant
    ) -> (value: UnsafeMutableRawPointer, sequence: UInt64)? {
        guard
            let room = base.pointee.reserve(
                partition: partition, timestamp: timestamp, key: key, valueBytes: valueBytes,
                sendTime: sendTime, now: now)
        else { return nil }
        if let key {
            places.sent(
                identifier: RecordKey.identifier(readingFrom: key), partition: partition, now: now)
        }
        return room
    }

    package mutating func note(valueBytes: Int, partition: PartitionIndex) {
        base.pointee.note(valueBytes: valueBytes, partition: partition)
    }

    package func queuedBytes(partition: Int) -> Int {
        base.pointee.queuedBytes(partition: partition)
    }
}
