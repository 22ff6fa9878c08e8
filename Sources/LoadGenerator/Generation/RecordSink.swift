public import Records

/// Where generated records go: for the embedded cluster, a producer's accumulator.
public protocol RecordSink: ~Copyable {
    /// Whether as much waits to be sent as can be of use soon. A load at `rate: max` then makes no
    /// more: a longer queue would only be older, and colder in the CPU's caches.
    var hasAmple: Bool { get }

    /// Makes room for a record and answers where its value is to be written at once, with the
    /// record's number among those of this producer and partition.
    ///
    /// - Returns: nil where the sink takes no more for now; nothing was changed then.
    mutating func reserve(
        partition: PartitionIndex, timestamp: Int64, key: UnsafeRawBufferPointer?,
        valueBytes: Int, sendTime: Instant, now: Instant
    ) -> (value: UnsafeMutableRawPointer, sequence: UInt64)?

    /// Told after each `reserve` where values differ in size: how large the one is for which there
    /// is room now.
    mutating func note(valueBytes: Int, partition: PartitionIndex)

    /// Bytes that wait for a partition, for the sticky partitioner.
    func queuedBytes(partition: Int) -> Int
}
