package import Records

/// A sink that records every send before it hands the record on.
///
/// A record's stamp is written after its room was reserved, so each is read when the next one
/// comes, or at `finish`, before the sink behind can move it.
package struct RecordingSink<Base: RecordSink & ~Copyable>: RecordSink {
    private let base: UnsafeMutablePointer<Base>
    private let history: HistoryBuffer
    private var pending: (value: UnsafeRawPointer, partition: PartitionIndex, time: Instant)?

    /// - Parameter base: where the records go; valid as long as this sink is used.
    package init(_ base: UnsafeMutablePointer<Base>, history: HistoryBuffer) {
        self.base = base
        self.history = history
    }

    package var hasAmple: Bool { base.pointee.hasAmple }

    package mutating func reserve(
        partition: PartitionIndex, timestamp: Int64, key: UnsafeRawBufferPointer?,
        valueBytes: Int, sendTime: Instant, now: Instant
    ) -> (value: UnsafeMutableRawPointer, sequence: UInt64)? {
        finish()
        guard
            let room = base.pointee.reserve(
                partition: partition, timestamp: timestamp, key: key, valueBytes: valueBytes,
                sendTime: sendTime, now: now)
        else { return nil }
        pending = (UnsafeRawPointer(room.value), partition, now)
        return room
    }

    package mutating func note(valueBytes: Int, partition: PartitionIndex) {
        base.pointee.note(valueBytes: valueBytes, partition: partition)
    }

    package func queuedBytes(partition: Int) -> Int {
        base.pointee.queuedBytes(partition: partition)
    }

    /// Records the last send. To be called when nothing more is made.
    package mutating func finish() {
        guard let last = pending else { return }
        history.invoked(
            RecordStamp(readingFrom: last.value), partition: last.partition, now: last.time)
        pending = nil
    }
}
