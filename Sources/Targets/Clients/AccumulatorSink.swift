public import Client
public import LoadGenerator
public import Records

extension RecordAccumulator: RecordSink {
    @inlinable @inline(__always)
    public mutating func reserve(
        partition: PartitionIndex, timestamp: Int64, key: UnsafeRawBufferPointer?,
        valueBytes: Int, sendTime: Instant, now: Instant
    ) -> (value: UnsafeMutableRawPointer, sequence: UInt64)? {
        guard
            let slot = append(
                partition: partition, timestamp: timestamp, key: key, valueBytes: valueBytes,
                sendTime: sendTime, now: now)
        else { return nil }
        return (slot.value, slot.sequence)
    }
}
